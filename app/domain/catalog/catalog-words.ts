/** How a server's identity begins, and so what kind of thing it is. */
export const SERVER_KINDS = ["npm", "pypi", "oci", "remote", "command"] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

/**
 * What a tool can touch, from the least to the most powerful. `undeclared` stands where a tool does not say whether it
 * changes anything: it ranks above reading, because nobody knows.
 */
export const TOOL_CLASSES = [
  "read",
  "network",
  "undeclared",
  "write",
  "messages",
  "secrets",
  "destructive",
  "execute",
] as const;
export type ToolClass = (typeof TOOL_CLASSES)[number];

/** Only what declares that it changes nothing has one of these as its most powerful class. */
export function onlyReads(one: ToolClass): boolean {
  return one === "read" || one === "network";
}

/** Classes for which a request is at least of medium risk, the most telling first, with the reason. */
export const RISKY_CLASSES = {
  execute: "it can run code or commands",
  destructive: "it can delete or overwrite",
  secrets: "it handles secrets",
  messages: "it can message people",
  undeclared: "some tools do not say what they change",
} as const satisfies Partial<Record<ToolClass, string>>;

/** Who says so: the server or a registry, our own open rules, or nobody. */
export const CLASS_SOURCES = ["declared", "inferred", "undeclared"] as const;
export type ClassSource = (typeof CLASS_SOURCES)[number];

/** Who asked a server itself: somebody's device, or the worker. */
export const LOOK_PLACES = ["device", "worker"] as const;
export const LOOK_STATES = ["waiting", "found", "could_not_look"] as const;
/** A look that waits longer was lost with its worker; another may be started. */
export const LOOK_MINUTES = 10;

/** What a block can name. Every one is read at every decided call. */
export const BLOCK_SUBJECTS = [
  "organization",
  "publisher",
  "server",
  "release",
  "tool",
  "team",
  "member",
  "agent",
  "device",
  "token",
] as const;
