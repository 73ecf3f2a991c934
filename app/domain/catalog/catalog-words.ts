/** How a server's identity begins, and so what kind of thing it is. */
export const SERVER_KINDS = ["npm", "pypi", "oci", "remote", "command"] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

/** From MCP tool annotations; `undeclared` where a tool carries none, which is not the same as read-only. */
export const TOOL_CLASSES = ["read", "write", "destructive", "undeclared"] as const;
export type ToolClass = (typeof TOOL_CLASSES)[number];

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
