import { type ArgumentPlace, argumentPlaces } from "./argument-places.ts";
import { describeSecret, type RedactOptions, redactText, redactWithin } from "./redact-text.ts";
import {
  CUT,
  type Launch,
  type LaunchArgument,
  type LaunchVariable,
  type LaunchVariableValue,
  REFERENCE_SOURCE,
  REFERENCE_TEXT,
  SCAN_LIMITS,
} from "./scan-inputs.ts";
import { isFilePath, isPlaceholder, isPlainWord, isSecretName } from "./secret-names.ts";
import { uncheckedVariables } from "./unchecked-tls.ts";
import { visibleText } from "./visible-text.ts";

/** A launch as it stands in a client's file. It never leaves the machine in this form. */
export interface RawLaunch {
  transport: Launch["transport"];
  command?: string;
  args: readonly string[];
  url?: string;
  env: readonly (readonly [name: string, value: string])[];
  headers: readonly (readonly [name: string, value: string])[];
  cwd?: string;
  autoApproved?: readonly { key: string; tools: readonly string[] }[];
  /** Keys of the entry; the variables are looked at here. */
  uncheckedTls?: readonly string[];
}

const ANY_PLACE: ArgumentPlace = { kind: "any" };
const REFERENCE = new RegExp(REFERENCE_SOURCE, "g");

/**
 * A reference in the one form the wire allows; a default inside it is a value and is cut. A dollar sign before a token
 * makes no reference of it.
 */
function referenceIn(value: string): string | undefined {
  if (value.length > 512) return undefined;
  const text = value.trim().replace(/(:-)[^{}]+\}$/, `$1${CUT}}`);
  const isReference = text.length <= 256 && REFERENCE_TEXT.test(text) && redactText(text).text === text;
  return isReference ? text : undefined;
}

/** The value of a variable or header, or of an argument in a secret's place, reduced to what may be known about it. */
export function classifyValue(name: string, value: string, options: RedactOptions): LaunchVariableValue {
  const reference = referenceIn(value);
  if (reference !== undefined) return { kind: "reference", text: reference };
  if (isPlaceholder(value)) return { kind: "placeholder" };
  const bounded = value.slice(0, SCAN_LIMITS.textLength);
  const bare = bounded.replace(/^(?:bearer|basic|token|apikey|api-key) +/i, "");
  if (isPlaceholder(bare) || isOwnName(name, bare)) return { kind: "placeholder" };
  // what a shell prints, or another file holds, stands not in this one; but what the shell is told may be a secret
  if (
    /^(?:\$\([^()]{1,200}\)|\{file:[^{}]{1,200}\})$/.test(bare) &&
    redactText(bare, options).secret === undefined
  )
    return { kind: "withheld" };
  const found = redactText(bare, options).secret;
  if (found !== undefined) {
    const whole = describeSecret(found.secretKind, bare, options);
    return { kind: "secret", ...(found.secretKind === "connection-string" ? found : whole) };
  }
  const literal = bare.replace(REFERENCE, "").trim();
  if (!isSecretName(name) || isPlainWord(bare) || isFilePath(bare) || literal.length < bare.length)
    return { kind: "withheld" };
  const kind = /authorization/i.test(name) ? "authorization-header" : "password-or-token";
  return { kind: "secret", ...describeSecret(kind, bare, options) };
}

/** `API_KEY=api-key` is an example of how to write it. */
function isOwnName(name: string, value: string): boolean {
  const letters = (text: string) =>
    text
      .slice(0, 256)
      .toLowerCase()
      .replace(/[^a-z]/g, "");
  return (
    value.length <= 256 && !/\d/.test(value) && letters(value) !== "" && letters(name) === letters(value)
  );
}

/** One argument, redacted by what it looks like and by where it stands (`place`, from the arguments before it). */
export function redactArgument(raw: string, place: ArgumentPlace, options: RedactOptions): LaunchArgument {
  if (raw.length > SCAN_LIMITS.textLength) return { kind: "withheld" };
  const text = visibleText(raw.replace(/[\t\r\n]+/g, " "), SCAN_LIMITS.textLength);
  const reference = referenceIn(text);
  if (reference !== undefined) return { kind: "reference", text: reference };
  if (place.kind === "secret" && !isPlainWord(text) && !isFilePath(text)) {
    return classifyValue(place.name, text, options);
  }
  if (place.kind === "header") return namedPart(text, /^([\w-]{1,128}\s*[:=]\s*)([\s\S]+)$/, options);
  if (place.kind === "variable") return namedPart(text, /^([A-Za-z_][\w.]{0,127}=)([\s\S]+)$/, options);
  if (place.kind === "credentials") return namedPart(text, /^([^:]{1,128}:)([\s\S]+)$/, options);
  const name = wholeAssignment(text);
  if (name !== undefined) return namedPart(text, new RegExp(`^(.{${name.length}})([\\s\\S]+)$`), options);
  return plain(text, options);
}

/**
 * The part to keep of an argument that is `--secret=value`, `SECRET=value` or `--env=NAME=value` as a whole, so that no
 * character of the value can end it. Scripts, which hold blanks and no dash at the start, are read word by word.
 */
function wholeAssignment(text: string): string | undefined {
  const [, start, name, value = ""] =
    /^((?:--env=|-e)?(-{0,2}[A-Za-z_][\w.-]{0,127})=)([\s\S]+)$/.exec(text) ?? [];
  if (start === undefined || name === undefined) return undefined;
  if (isPlainWord(value) || isFilePath(value)) return undefined;
  if (/^(?:--env=|-e[A-Za-z_])/.test(start)) return start;
  if (!name.startsWith("-") && /\s/.test(text)) return undefined;
  return isSecretName(name) || /^[A-Z_][A-Z0-9_]*$/.test(name) ? start : undefined;
}

function plain(raw: string, options: RedactOptions): LaunchArgument {
  const { text, secret } = redactText(raw, options);
  const bounded = text.length > SCAN_LIMITS.textLength ? undefined : text;
  if (bounded === undefined) return { kind: "withheld" };
  return secret === undefined ? { kind: "plain", text: bounded } : { kind: "plain", text: bounded, secret };
}

/** `Name: value` and `NAME=value`: the name is kept, the value never, unless it is a reference. */
function namedPart(text: string, shape: RegExp, options: RedactOptions): LaunchArgument {
  const [, name, rawValue] = shape.exec(text) ?? [];
  if (name === undefined || rawValue === undefined) return plain(text, options);
  const value = classifyValue(name.replace(/[\s:=]+$/, ""), rawValue, options);
  const safeName = redactText(name, options).text;
  if (value.kind === "reference") return { kind: "plain", text: `${safeName}${value.text}` };
  if (value.kind !== "secret") return { kind: "plain", text: `${safeName}${CUT}` };
  const { kind: _kind, ...secret } = value;
  return { kind: "plain", text: `${safeName}${CUT}`, secret };
}

function redactVariables(variables: RawLaunch["env"], options: RedactOptions): LaunchVariable[] {
  return variables.slice(0, SCAN_LIMITS.variables).map(([name, value]) => ({
    name: redactWithin(name, SCAN_LIMITS.nameLength, options),
    value: classifyValue(name, value, options),
  }));
}

/** True when the redactor would leave this argument as it is, standing where it stands. */
function isSettled(argument: LaunchArgument, place: ArgumentPlace): boolean {
  if (argument.kind === "reference") return referenceIn(argument.text) === argument.text;
  if (argument.kind !== "plain") return true;
  const again = redactArgument(argument.text, place, {});
  return again.kind === "plain" && again.text === argument.text;
}

/** Places of texts that are not redacted, by the same reading of flags on both sides of the wire. */
export function unsettledArguments(args: readonly LaunchArgument[]): number[] {
  const places = argumentPlaces(
    args.map((argument) => (argument.kind === "plain" ? argument.text : undefined)),
  );
  return args.flatMap((argument, index) => (isSettled(argument, places[index] ?? ANY_PLACE) ? [] : [index]));
}

function redactArguments(raw: readonly string[], options: RedactOptions): LaunchArgument[] {
  const places = argumentPlaces(raw);
  let args = raw
    .slice(0, SCAN_LIMITS.args)
    .map((text, index) => redactArgument(text, places[index] ?? ANY_PLACE, options));
  // Redaction can change the flag before an argument and so its place; what then looks unredacted is withheld.
  for (let loose = unsettledArguments(args); loose.length > 0; loose = unsettledArguments(args))
    args = args.map((argument, index) => (loose.includes(index) ? { kind: "withheld" } : argument));
  return args;
}

/** The launch as it may leave the machine: no value of a variable or header, no secret, no home folder. */
export function redactLaunch(raw: RawLaunch, options: RedactOptions = {}): Launch {
  const launch: Launch = {
    transport: raw.transport,
    args: redactArguments(raw.args, options),
    env: redactVariables(raw.env, options),
    headers: redactVariables(raw.headers, options),
  };
  if (raw.command !== undefined) {
    const command = redactText(boundedText(raw.command), options);
    launch.command = command.text;
    if (command.secret !== undefined) launch.commandSecret = command.secret;
  }
  if (raw.url !== undefined) {
    const url = redactText(boundedText(raw.url), options);
    launch.url = redactText(url.text.replace(/^([A-Za-z][\w+.-]*:\/\/)•••@/, "$1")).text;
    if (url.secret !== undefined) launch.urlSecret = url.secret;
  }
  if (raw.cwd !== undefined) launch.cwd = redactWithin(raw.cwd, SCAN_LIMITS.pathLength, options);
  const shown = (name: string) => redactWithin(name, SCAN_LIMITS.nameLength, options);
  if (raw.autoApproved !== undefined)
    launch.autoApproved = raw.autoApproved.map(({ key, tools }) => ({ key, tools: tools.map(shown) }));
  const unchecked = [...(raw.uncheckedTls ?? []), ...uncheckedVariables(raw.env, raw.args)];
  if (unchecked.length > 0) launch.uncheckedTls = unchecked.slice(0, MOST_UNCHECKED).map(shown);
  return launch;
}

const MOST_UNCHECKED = 16;

/** A text beyond the limit is not cut in two, since half a secret is not recognised as one: it is withheld. */
function boundedText(raw: string): string {
  if (raw.length > SCAN_LIMITS.textLength / 2) return CUT;
  return visibleText(raw.replace(/[\t\r\n]+/g, " "), SCAN_LIMITS.textLength);
}
