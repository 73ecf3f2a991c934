import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import type { Client, ClientFormat } from "./client-format.ts";
import { cursor } from "./cursor.ts";
import { vscode } from "./vscode.ts";

/** Every client whose files can be read. A new client is one file and one line here. */
export const CLIENT_FORMATS: Readonly<Record<Client, ClientFormat>> = {
  cursor,
  "claude-desktop": claudeDesktop,
  "claude-code": claudeCode,
  vscode,
};
