import { namesInWords } from "./could-not-look.ts";

const LONGEST_LINE = 600;
const MOST_LINES = 200;
const MOST_NAMES = 6;

/** Says that it does not go on without. */
const DEMANDS =
  /\b(?:required?|requires|missing|must|not (?:set|provided|defined|found|specified|configured|given|present|supplied|available)|undefined|unset|needs?|needed|empty|invalid)\b|\bno (?:["'`]?[A-Z][A-Z0-9]*_|(?:[\w-]{1,20} ){1,4}(?:found|provided|set|given|configured|specified|supplied|available)\b)/i;
/** Tells the person to do something about it. */
const TELLS = /\b(?:please|set|export|provide|supply|specify|pass|define|configure|add)\b/i;
/** Says that it goes on without. */
const GOES_ON =
  /\boptional(?:ly)?\b|\bnot required\b|\bdefaults?\b|, (?:using|skipping|continuing|ignoring)\b|\bfall(?:s|ing)? ?back\b|\bdeprecated\b|\bdisabl(?:e|es|ed|ing)\b|\b(?:to|will) (?:change|customi[sz]e|override|enable|hide|silence|suppress)\b|\boverrides?\b/i;
/** In a list of all there is, only what is marked so is demanded; "required for logging" is no demand. */
const MARKED = /\brequired\b(?! (?:for|if|when|with|unless|in|by|to)\b)|\b(?:is|are) (?:missing|not set)\b/i;

const VARIABLE = /(?<![\w$-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w-])/g;
const CALLED_VARIABLE =
  /\benvironment variables?:? ["'`]?([A-Z][A-Z0-9]{2,40})\b|\b([A-Z][A-Z0-9]{2,40})["'`]? environment variable/g;
const OPTION = /(?<![\w-])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g;
/** A line of a list: a name first, after a bullet or a short form such as "-k,". */
const ITEM = /^\s*(?:[-*\u2022] +|\d{1,2}[.)] +)?(?:-\w, ?)?["'`]?(?:--[a-z]|[A-Z][A-Z0-9]*_[A-Z0-9_]+)/;
/** A schema's complaint: the only step of its path is the name. */
const COMPLAINT = /"path"\s{0,20}:\s{0,20}\[\s{0,40}"([A-Z][A-Z0-9_]{2,60})"\s{0,40}\]/g;
/** Names of Node, npm and errors, and the placeholders of examples. */
const NO_NEED =
  /^(?:ERR|E[A-Z]{4,}|NODE|NPM|MODULE_NOT_FOUND|UV|SSL|DEP|YOUR|MY|HTTP_PROXY|HTTPS_PROXY|NO_PROXY|MCP_ERROR|DO_NOT_TRACK)(?:_|$)/;
const SECRET_OPTION = /(?:token|key|secret|password|credential|url|uri|dsn|project|account|org)/;
const NO_OPTION = /^--(?:help|version|stdio|transport|verbose|debug|experimental|no)\b/;

type Names = { variables: Set<string>; options: Set<string> };

/**
 * Names a server demands in its own words: variables first, then options such as `--access-token`. A help text names all
 * there is, so what stands in a list counts only under words that demand it, or when it is marked as required.
 */
export function neededNames(text: string): string[] {
  const names: Names = { variables: new Set(), options: new Set() };
  for (const [, name] of text.slice(0, 20_000).matchAll(COMPLAINT)) if (name) take(names, "variables", name);
  /** Whether the lines below the last heading are demanded; undefined: there is none. */
  let below: boolean | undefined;
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    // Square brackets around an option are how a usage says that it may be left out.
    const part = line.slice(0, LONGEST_LINE).replace(/\[-[^\]]{0,200}\]/g, " ");
    if (part.trim() === "" || /^\s*at\s/.test(part)) continue;
    const isItem = ITEM.test(part);
    if (isItem && (below !== undefined || /^\s+(?:-\w, ?)?--/.test(part))) {
      const isOptional = GOES_ON.test(part);
      if (MARKED.test(part) ? !/\boptional\b/i.test(part) : below === true && !isOptional)
        takeFirst(names, part);
      continue;
    }
    if (/^\s*usage:/i.test(part)) takeAll(names, part, false);
    else for (const sentence of part.split(/(?<=[.;!?]) +/)) takeSentence(names, sentence);
    below = /:\s*$/.test(part) ? (DEMANDS.test(part) || TELLS.test(part)) && !GOES_ON.test(part) : undefined;
  }
  return [...(names.variables.size > 0 ? names.variables : names.options)].slice(0, MOST_NAMES);
}

function take(names: Names, kind: keyof Names, name: string): void {
  if (kind === "options" ? !NO_OPTION.test(name) : !NO_NEED.test(name)) names[kind].add(name);
}

function takeSentence(names: Names, sentence: string): void {
  if (GOES_ON.test(sentence)) return;
  const isDemanded = DEMANDS.test(sentence);
  if (isDemanded || TELLS.test(sentence)) takeAll(names, sentence, isDemanded);
}

function takeAll(names: Names, part: string, isDemanded: boolean): void {
  for (const [name] of part.matchAll(VARIABLE)) take(names, "variables", name);
  for (const [, after, before] of part.matchAll(CALLED_VARIABLE))
    take(names, "variables", after ?? before ?? "");
  for (const [name] of part.matchAll(OPTION))
    if (isDemanded || SECRET_OPTION.test(name)) take(names, "options", name);
}

/** A list's line is about the name it begins with; others stand in its explanation. */
function takeFirst(names: Names, part: string): void {
  const variable = part.match(VARIABLE)?.[0];
  const option = part.match(OPTION)?.[0];
  const isOption = option !== undefined && part.indexOf(option) < part.indexOf(variable ?? option) + 1;
  if (isOption) take(names, "options", option);
  else if (variable !== undefined) take(names, "variables", variable);
}

/** "A and B", or "A or B" where the server says in one line that one of them is enough. */
export function needsInWords(names: readonly string[], text: string): string {
  const [first = "", last = ""] = [names[0], names.at(-1)];
  const isChoice = text.split(/\r?\n/, MOST_LINES).some((line) => {
    const between = line.slice(line.indexOf(first) + first.length, line.lastIndexOf(last));
    return (
      names.every((name) => line.includes(name)) && /\bor\b|[/|]/.test(between) && !/\band\b|&/.test(between)
    );
  });
  return isChoice && names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${last}` : namesInWords(names);
}
