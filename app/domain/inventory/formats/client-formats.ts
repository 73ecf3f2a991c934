import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import type { Client, ClientFormat } from "./client-format.ts";
import { formatOf } from "./client-row.ts";
import { codex } from "./codex.ts";
import { cursor } from "./cursor.ts";
import { geminiCli } from "./gemini-cli.ts";
import { MORE_CLIENTS, type MoreClient } from "./more-clients.ts";
import { vscode } from "./vscode.ts";
import { windsurf } from "./windsurf.ts";
import { zed } from "./zed.ts";

/** Every client whose files can be read. A new client is one row in the table or one file, and one line here. */
export const CLIENT_FORMATS: Readonly<Record<Client, ClientFormat>> = {
  cursor,
  "claude-desktop": claudeDesktop,
  "claude-code": claudeCode,
  vscode,
  windsurf,
  zed,
  "gemini-cli": geminiCli,
  codex,
  "visual-studio": inTable("visual-studio"),
  cline: inTable("cline"),
  "cline-cli": inTable("cline-cli"),
  "roo-code": inTable("roo-code"),
  continue: inTable("continue"),
  "jetbrains-ai": inTable("jetbrains-ai"),
  "jetbrains-air": inTable("jetbrains-air"),
  antigravity: inTable("antigravity"),
  goose: inTable("goose"),
  opencode: inTable("opencode"),
  "kilo-code": inTable("kilo-code"),
  kiro: inTable("kiro"),
  "amazon-q": inTable("amazon-q"),
  "copilot-cli": inTable("copilot-cli"),
  "lm-studio": inTable("lm-studio"),
  amp: inTable("amp"),
  crush: inTable("crush"),
  "mistral-vibe": inTable("mistral-vibe"),
  "factory-droid": inTable("factory-droid"),
  qoder: inTable("qoder"),
  trae: inTable("trae"),
  kimi: inTable("kimi"),
  "grok-build": inTable("grok-build"),
  librechat: inTable("librechat"),
};

function inTable(client: MoreClient): ClientFormat {
  return formatOf(client, MORE_CLIENTS[client]);
}
