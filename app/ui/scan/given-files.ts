import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { mostCharacters } from "#app/domain/inventory/formats/json-file.ts";
import type { GivenFile } from "./read-given.ts";

/** More at once would be a folder dropped by mistake. */
export const MOST_FILES = 50;

/**
 * The parser takes so many characters and says so beyond. A character has at most three bytes per unit in UTF-8, so this
 * much is enough for it to notice, and a file of gigabytes is never read whole.
 */
function mostBytes(name: string): number {
  return 3 * mostCharacters(name) + 6;
}

/** Where each client keeps the file of a person, offered as the path of pasted text. */
export const USUAL_PATHS = {
  cursor: "~/.cursor/mcp.json",
  "claude-desktop": "claude_desktop_config.json",
  "claude-code": "~/.claude.json",
  vscode: "mcp.json",
  windsurf: "~/.codeium/windsurf/mcp_config.json",
  zed: "~/.config/zed/settings.json",
  "gemini-cli": "~/.gemini/settings.json",
  codex: "~/.codex/config.toml",
  "visual-studio": "~/.mcp.json",
  cline: "cline_mcp_settings.json",
  "cline-cli": "~/.cline/data/settings/cline_mcp_settings.json",
  "roo-code": "mcp_settings.json",
  continue: "~/.continue/config.yaml",
  "jetbrains-ai": "jetbrains-ai-assistant.json",
  "jetbrains-air": ".air/mcp.json",
  antigravity: "~/.gemini/config/mcp_config.json",
  goose: "~/.config/goose/config.yaml",
  opencode: "~/.config/opencode/opencode.json",
  "kilo-code": "~/.config/kilo/kilo.json",
  kiro: "~/.kiro/settings/mcp.json",
  "amazon-q": "~/.aws/amazonq/mcp.json",
  "copilot-cli": "~/.copilot/mcp-config.json",
  "lm-studio": "~/.lmstudio/mcp.json",
  amp: "~/.config/amp/settings.json",
  crush: "~/.config/crush/crush.json",
  "mistral-vibe": "~/.vibe/config.toml",
  "factory-droid": "~/.factory/mcp.json",
  qoder: "~/.qoder/mcp.json",
  trae: "Trae/User/mcp.json",
  kimi: "~/.kimi/mcp.json",
  "grok-build": "~/.grok/config.toml",
  librechat: "librechat.yaml",
} as const satisfies Record<Client, string>;

/** Reads chosen or dropped files as text. What the browser cannot read has null and is shown as such. */
export function readFiles(files: readonly File[]): Promise<GivenFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      key: nextKey(),
      path: file.webkitRelativePath || file.name,
      text: await file
        .slice(0, mostBytes(file.name))
        .text()
        .catch(() => null),
    })),
  );
}

let given = 0;

export function nextKey(): string {
  given += 1;
  return `given-${given}`;
}
