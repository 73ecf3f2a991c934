import type { GivenFile } from "./read-given.ts";

/** More at once would be a folder dropped by mistake. */
export const MOST_FILES = 50;

// The parser takes 2 Mi characters and says so beyond. A character has at most three bytes per unit in UTF-8, so this
// much is enough for it to notice, and a file of gigabytes is never read whole.
const MOST_BYTES = 3 * 2 * 1024 * 1024 + 6;

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
} as const;

/** Reads chosen or dropped files as text. What the browser cannot read has null and is shown as such. */
export function readFiles(files: readonly File[]): Promise<GivenFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      key: nextKey(),
      path: file.webkitRelativePath || file.name,
      text: await file
        .slice(0, MOST_BYTES)
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
