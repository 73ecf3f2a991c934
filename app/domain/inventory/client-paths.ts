import type { Client, Scope } from "./formats/client-format.ts";

export interface KnownFile {
  client: Client;
  scope: Scope;
  path: string;
}

export interface MachinePaths {
  platform: "darwin" | "linux" | "win32" | "other";
  home: string;
  /** `%APPDATA%` of Windows; derived from home when absent. */
  appData?: string;
  /** `$XDG_CONFIG_HOME` of Linux; `~/.config` when absent. */
  configHome?: string;
  /** `$CLAUDE_CONFIG_DIR`, where Claude Code keeps its file instead of the home folder. */
  claudeConfigDir?: string;
  /** `$CODEX_HOME`, where Codex keeps its file instead of `~/.codex`. */
  codexHome?: string;
}

function settingsFolder(machine: MachinePaths): string {
  if (machine.platform === "darwin") return `${machine.home}/Library/Application Support`;
  if (machine.platform === "win32") return machine.appData ?? `${machine.home}/AppData/Roaming`;
  return machine.configHome ?? `${machine.home}/.config`;
}

/** Every file in which a person's clients look for servers on this system. Most of them will not exist. */
export function userFiles(machine: MachinePaths): KnownFile[] {
  const settings = settingsFolder(machine);
  // Sources disagree about the case of Claude Desktop's folder on Linux, so both are looked at.
  const desktop = machine.platform === "linux" ? ["Claude", "claude"] : ["Claude"];
  const code = ["Code", "Code - Insiders", "VSCodium"].flatMap((product) => [
    `${settings}/${product}/User/mcp.json`,
    `${settings}/${product}/User/settings.json`,
  ]);
  const remote = [".vscode-server", ".vscode-server-insiders"].map(
    (folder) => `${machine.home}/${folder}/data/User/mcp.json`,
  );
  const zed = machine.platform === "win32" ? [`${settings}/Zed`] : [`${machine.home}/.config/zed`];
  // Sources disagree about Zed on a Mac, so both folders are looked at.
  if (machine.platform === "darwin") zed.push(`${settings}/Zed`);
  if (machine.configHome !== undefined) zed.push(`${machine.configHome}/zed`);
  const claude = [machine.home, ...(machine.claudeConfigDir === undefined ? [] : [machine.claudeConfigDir])];
  return [
    file("cursor", "user", `${machine.home}/.cursor/mcp.json`),
    ...desktop.map((folder) =>
      file("claude-desktop", "user", `${settings}/${folder}/claude_desktop_config.json`),
    ),
    ...claude.map((folder) => file("claude-code", "user", `${folder}/.claude.json`)),
    ...[...code, ...remote].map((path) => file("vscode", "user", path)),
    file("windsurf", "user", `${machine.home}/.codeium/windsurf/mcp_config.json`),
    // its plugin for JetBrains
    file("windsurf", "user", `${machine.home}/.codeium/mcp_config.json`),
    ...[...new Set(zed)].map((folder) => file("zed", "user", `${folder}/settings.json`)),
    file("gemini-cli", "user", `${machine.home}/.gemini/settings.json`),
    file("codex", "user", `${machine.codexHome ?? `${machine.home}/.codex`}/config.toml`),
  ];
}

/** The files a project folder may hold, which count for everybody who opens it. */
export function projectFiles(project: string): KnownFile[] {
  return [
    file("cursor", "project", `${project}/.cursor/mcp.json`),
    file("claude-code", "project", `${project}/.mcp.json`),
    file("vscode", "project", `${project}/.vscode/mcp.json`),
    file("vscode", "project", `${project}/.vscode/settings.json`),
    file("zed", "project", `${project}/.zed/settings.json`),
    file("gemini-cli", "project", `${project}/.gemini/settings.json`),
    file("codex", "project", `${project}/.codex/config.toml`),
  ];
}

function file(client: Client, scope: Scope, path: string): KnownFile {
  return { client, scope, path };
}
