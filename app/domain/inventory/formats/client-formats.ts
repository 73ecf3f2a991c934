import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import type { Client, ClientFormat } from "./client-format.ts";
import { codex } from "./codex.ts";
import { cursor } from "./cursor.ts";
import { geminiCli } from "./gemini-cli.ts";
import { vscode } from "./vscode.ts";
import { windsurf } from "./windsurf.ts";
import { zed } from "./zed.ts";

/** Every client whose files can be read. A new client is one file and one line here. */
export const CLIENT_FORMATS: Readonly<Record<Client, ClientFormat>> = {
  cursor,
  "claude-desktop": claudeDesktop,
  "claude-code": claudeCode,
  vscode,
  windsurf,
  zed,
  "gemini-cli": geminiCli,
  codex,
};
