import type { Client } from "#app/domain/inventory/formats/client-format.ts";

/** What people call each client. Kept apart from the formats, which pages do not need to load. */
export const clientTitles = {
  cursor: "Cursor",
  "claude-desktop": "Claude Desktop",
  "claude-code": "Claude Code",
  vscode: "VS Code",
} as const satisfies Record<Client, string>;

export const clientOptions = Object.entries(clientTitles).map(([value, label]) => ({ value, label }));

export function isClient(text: string): text is Client {
  return Object.hasOwn(clientTitles, text);
}
