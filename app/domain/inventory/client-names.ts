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
} as const satisfies Record<(typeof CLIENTS)[number], string>;

/** "Cursor, Claude Desktop, … and Codex" */
export const ALL_CLIENTS: string = new Intl.ListFormat("en-GB").format(Object.values(CLIENT_NAMES));
