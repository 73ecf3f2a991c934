import type { CLIENTS } from "./scan-inputs.ts";

/** What people call the programs whose configuration is read. */
export const CLIENT_NAMES = {
  cursor: "Cursor",
  "claude-desktop": "Claude Desktop",
  "claude-code": "Claude Code",
  vscode: "VS Code",
  windsurf: "Windsurf",
  zed: "Zed",
  "gemini-cli": "Gemini CLI",
  codex: "Codex",
  "visual-studio": "Visual Studio",
  cline: "Cline",
  "cline-cli": "Cline CLI",
  "roo-code": "Roo Code",
  continue: "Continue",
  "jetbrains-ai": "JetBrains AI Assistant",
  "jetbrains-air": "JetBrains Air",
  antigravity: "Antigravity",
  goose: "Goose",
  opencode: "opencode",
  "kilo-code": "Kilo Code",
  kiro: "Kiro",
  "amazon-q": "Amazon Q Developer CLI",
  "copilot-cli": "GitHub Copilot CLI",
  "lm-studio": "LM Studio",
  amp: "Amp",
  crush: "Crush",
  "mistral-vibe": "Mistral Vibe",
  "factory-droid": "Factory Droid",
  qoder: "Qoder",
  trae: "Trae",
  kimi: "Kimi",
  "grok-build": "Grok Build",
  librechat: "LibreChat",
} as const satisfies Record<(typeof CLIENTS)[number], string>;

/** "Cursor, Claude Desktop, Claude Code, VS Code and 28 other clients" */
export const SOME_CLIENTS: string = someOf(Object.values(CLIENT_NAMES));

function someOf(names: readonly string[]): string {
  return `${names.slice(0, 4).join(", ")} and ${names.length - 4} other clients`;
}

/** "Cursor, Claude Desktop, … and Codex" */
export const ALL_CLIENTS: string = new Intl.ListFormat("en-GB").format(Object.values(CLIENT_NAMES));
