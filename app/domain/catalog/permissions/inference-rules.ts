import { baseForm, openingWords, wordsOf } from "./name-words.ts";
import { type Parameter, parametersOf } from "./parameters.ts";
import type { TouchedClass } from "./verb-words.ts";
import {
  ALL_VERBS,
  BEFORE_SECRET,
  MESSAGES,
  NO_PEOPLE,
  OUTSIDE,
  PROGRAMS,
  SECRETS,
  VERBS,
} from "./verb-words.ts";

/** What the rules look at, taken apart once a tool. */
export type ToolWords = {
  name: readonly string[];
  /** Verbs the name leads with: the first known one among the first three words, and those after "and" or "or". */
  verbs: ReadonlySet<string>;
  opening: readonly string[];
  /** The verb the description begins with, in its base form; null: it begins otherwise. */
  openingVerb: string | null;
  description: string;
  parameters: readonly Parameter[];
};

export type InferenceRule = {
  id: string;
  class: TouchedClass;
  /** For people, ends a sentence that begins with "when". */
  says: string;
  holds: (tool: ToolWords) => boolean;
};

const MOST_DESCRIPTION = 4_000;

export function toolWords(tool: {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
}): ToolWords {
  const name = wordsOf(tool.name);
  const opening = openingWords(tool.description);
  const first = baseForm(opening[0] ?? "", ALL_VERBS);
  return {
    name,
    verbs: leadingVerbs(name),
    opening,
    openingVerb: ALL_VERBS.has(first) ? first : null,
    description: tool.description.slice(0, MOST_DESCRIPTION).toLowerCase(),
    parameters: parametersOf(tool.inputSchema),
  };
}

function leadingVerbs(name: readonly string[]): ReadonlySet<string> {
  const at = name.slice(0, 3).findIndex((word) => ALL_VERBS.has(word) || word === "run");
  const verbs = new Set<string>();
  const lead = name[at];
  if (lead === undefined) return verbs;
  verbs.add(lead);
  name.forEach((word, index) => {
    if (index > at && (name[index - 1] === "and" || name[index - 1] === "or") && ALL_VERBS.has(word))
      verbs.add(word);
  });
  return verbs;
}

const some = (list: Iterable<string>, set: ReadonlySet<string>): boolean => {
  for (const word of list) if (set.has(word)) return true;
  return false;
};
const leads = ({ verbs }: ToolWords, set: ReadonlySet<string>) => some(verbs, set);
const opens = ({ openingVerb }: ToolWords, set: ReadonlySet<string>) =>
  openingVerb !== null && set.has(openingVerb);
const isReading = (tool: ToolWords) => leads(tool, VERBS.read);
const takes = ({ parameters }: ToolWords, pattern: RegExp) =>
  parameters.some(({ plain, isText }) => isText && pattern.test(plain));

/** A word that makes the next a secret, or a word that is one alone: `api_key`, `password`, but not `count_tokens`. */
function namesSecret(words: readonly string[]): boolean {
  return words.some(
    (word, index) =>
      SECRETS.has(word) ||
      (/^(?:tokens?|keys?)$/.test(word) && BEFORE_SECRET.has(words[index - 1] ?? "")) ||
      (word === "variables" && words[index - 1] === "environment"),
  );
}

function isMessage(tool: ToolWords): boolean {
  if (!leads(tool, VERBS.messages) || isReading(tool)) return false;
  const says = [...tool.verbs].filter((verb) => VERBS.messages.has(verb));
  if (!says.every((verb) => verb === "send" || verb === "post" || verb === "text" || verb === "message"))
    return true;
  return !some(tool.name, NO_PEOPLE);
}

/** The open list of rules by which a class is inferred. Ids are stable: they are stored with each tool. */
export const INFERENCE_RULES: readonly InferenceRule[] = [
  {
    id: "name-reads",
    class: "read",
    says: "its name leads with get, list, read, search or the like",
    holds: isReading,
  },
  {
    id: "text-reads",
    class: "read",
    says: "its description begins with such a word",
    holds: (tool) => opens(tool, VERBS.read),
  },
  {
    id: "name-writes",
    class: "write",
    says: "its name leads with create, update, write, set or the like",
    holds: (tool) => leads(tool, VERBS.write),
  },
  {
    id: "text-writes",
    class: "write",
    says: "its description begins with such a word",
    holds: (tool) => opens(tool, VERBS.write),
  },
  {
    id: "name-destroys",
    class: "destructive",
    says: "its name leads with delete, remove, drop, clear, revoke or the like",
    holds: (tool) => leads(tool, VERBS.destructive),
  },
  {
    id: "text-destroys",
    class: "destructive",
    says: "its description begins with such a word, or says that something is overwritten or permanently deleted",
    holds: (tool) =>
      opens(tool, VERBS.destructive) ||
      (!isReading(tool) &&
        /\b(?:overwrites?|permanently (?:delete|remove)s?|irreversibl[ey])\b/.test(tool.description)),
  },
  {
    id: "name-executes",
    class: "execute",
    says: "its name leads with execute, eval, shell or the like, or with run and a kind of program",
    holds: (tool) => leads(tool, VERBS.execute) || (tool.verbs.has("run") && some(tool.name, PROGRAMS)),
  },
  {
    id: "text-executes",
    class: "execute",
    says: "its description begins with execute, evaluate or run and names code, a command, a script or SQL",
    holds: ({ opening }) =>
      /^(?:executes?|evaluates?|runs?|executing|running)$/.test(opening[0] ?? "") &&
      opening.some((word) =>
        /^(?:code|commands?|scripts?|sql|javascript|python|shell|bash|snippets?)$/.test(word),
      ),
  },
  {
    id: "takes-program",
    class: "execute",
    says: "it takes a parameter called command, script, sql or the like",
    holds: (tool) =>
      takes(
        tool,
        /^(?:command|cmd|commandline|shellcommand|script|sql|sqlquery|javascript|pythoncode|sourcecode)$/,
      ) && !tool.verbs.has("explain"),
  },
  {
    id: "name-messages",
    class: "messages",
    says: "its name leads with send, post, reply, notify, invite or the like",
    holds: isMessage,
  },
  {
    id: "name-adds-message",
    class: "messages",
    says: "its name leads with create, add or the like and names a comment, a mail or another message",
    holds: (tool) =>
      some(tool.verbs, new Set(["create", "add", "submit", "publish", "schedule", "make", "new"])) &&
      some(tool.name, MESSAGES),
  },
  {
    id: "takes-recipients",
    class: "messages",
    says: "it takes recipients, or an address with a subject",
    holds: (tool) =>
      !isReading(tool) &&
      (takes(tool, /^(?:recipients?|torecipients|bcc|toemail|emailto)$/) ||
        (takes(tool, /^to$/) && takes(tool, /^(?:subject|body|message)$/))),
  },
  {
    id: "name-reaches-out",
    class: "network",
    says: "its name leads with crawl, scrape, navigate, download or the like, or searches or fetches the web",
    holds: (tool) =>
      leads(tool, VERBS.network) ||
      (some(tool.verbs, new Set(["search", "fetch", "browse", "open", "upload"])) &&
        (some(tool.name, OUTSIDE) || (tool.name.length === 1 && tool.name[0] === "fetch"))) ||
      (tool.name.includes("search") && some(tool.name, OUTSIDE)),
  },
  {
    id: "takes-address",
    class: "network",
    says: "it takes an address: a parameter called url, endpoint, webhook or the like, or of the format uri",
    holds: (tool) =>
      takes(tool, /^(?:urls?|[a-z]{0,24}url|endpoint|webhook|webhookurl|website|href)$/) ||
      tool.parameters.some(({ format, plain }) => (format === "uri" || format === "url") && plain !== "uri"),
  },
  {
    id: "name-holds-secrets",
    class: "secrets",
    says: "its name speaks of secrets, passwords, credentials, API keys, cookies or environment variables",
    holds: ({ name }) => namesSecret(name),
  },
  {
    id: "text-holds-secrets",
    class: "secrets",
    says: "its description begins by speaking of environment variables, secrets, passwords or credentials",
    holds: ({ opening }) =>
      opening.some((word, index) => /^(?:secrets?|passwords?|credentials?)$/.test(word) && index < 8) ||
      /\benvironment variables\b/.test(opening.join(" ")),
  },
  {
    id: "takes-secret",
    class: "secrets",
    says: "it takes a password, a secret or an API key",
    holds: (tool) =>
      takes(
        tool,
        /^(?:password|passphrase|secret|clientsecret|apikey|accesstoken|authtoken|bearertoken|privatekey|secretkey)$/,
      ),
  },
];
