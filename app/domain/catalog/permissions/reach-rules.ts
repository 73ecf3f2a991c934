import { type InferenceRule, isReading, leads, opens, some, type ToolWords, takes } from "./tool-words.ts";
import { BEFORE_SECRET, MESSAGES, NO_PEOPLE, OUTSIDE, SECRETS, VERBS } from "./verb-words.ts";

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

/** Whom and what a tool reaches: people, the network, secrets. */
export const REACH_RULES: readonly InferenceRule[] = [
  {
    id: "name-messages",
    class: "messages",
    says: "its name leads with send, post, reply, notify, invite or the like",
    holds: isMessage,
  },
  {
    id: "name-adds-message",
    class: "messages",
    says: "its name leads with create, add, push or the like and names a comment, a mail or another message",
    holds: (tool) =>
      some(
        tool.verbs,
        new Set(["create", "add", "submit", "publish", "schedule", "make", "new", "push", "share"]),
      ) && some(tool.name, MESSAGES),
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
    id: "text-reaches-out",
    class: "network",
    says: "its description begins with search, read, extract or the like and names the web, websites or addresses",
    holds: (tool) =>
      (opens(tool, VERBS.read) || opens(tool, VERBS.network)) &&
      /\b(?:the (?:web|internet)|web ?pages?|web ?sites?|(?:from|and) urls?|to an? url)\b/.test(
        tool.description.split(/[.!?\n]/, 1)[0]?.slice(0, 200) ?? "",
      ),
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
