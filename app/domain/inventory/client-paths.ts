import { rowFiles, rowProjectFiles } from "./client-row-paths.ts";
import type { Client, Scope } from "./formats/client-format.ts";

/** A file in which a client looks. A last part such as `*.yaml` stands for every file of the folder that ends so. */
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
  /** `%LOCALAPPDATA%` of Windows; derived from home when absent. */
  localAppData?: string;
  /** `$XDG_CONFIG_HOME` of Linux; `~/.config` when absent. */
  configHome?: string;
  /** `$CLAUDE_CONFIG_DIR`, where Claude Code keeps its file instead of the home folder. */
  claudeConfigDir?: string;
  /** `$CODEX_HOME`, where Codex keeps its file instead of `~/.codex`. */
  codexHome?: string;
  /** `$CLINE_DIR`, where the command line of Cline keeps its data instead of `~/.cline`. */
  clineDir?: string;
}

function settingsFolder(machine: MachinePaths): string {
  if (machine.platform === "darwin") return `${machine.home}/Library/Application Support`;
  if (machine.platform === "win32") return machine.appData ?? `${machine.home}/AppData/Roaming`;
  return machine.configHome ?? `${machine.home}/.config`;
}

const CODE_PRODUCTS = ["Code", "Code - Insiders", "VSCodium"];
const SERVER_FOLDERS = [".vscode-server", ".vscode-server-insiders"];

/** Every file in which a person's clients look for servers on this system. Most of them will not exist. */
export function userFiles(machine: MachinePaths): KnownFile[] {
  const settings = settingsFolder(machine);
  // Sources disagree about the case of Claude Desktop's folder on Linux, so both are looked at.
  const desktop = machine.platform === "linux" ? ["Claude", "claude"] : ["Claude"];
  const code = CODE_PRODUCTS.flatMap((product) => [
    `${settings}/${product}/User/mcp.json`,
    `${settings}/${product}/User/settings.json`,
  ]);
  const remote = SERVER_FOLDERS.map((folder) => `${machine.home}/${folder}/data/User/mcp.json`);
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
    ...rowFiles({
      system: machine.platform === "win32" ? "windows" : "unix",
      home: machine.home,
      settings,
      config: machine.platform === "win32" ? settings : (machine.configHome ?? `${machine.home}/.config`),
      local: machine.localAppData ?? `${machine.home}/AppData/Local`,
      code: codeFolders(machine),
      ...(machine.clineDir === undefined ? {} : { clineDir: machine.clineDir }),
    }),
  ];
}

/** The files a project folder may hold, which count for everybody who opens it. */
export function projectFiles(project: string): KnownFile[] {
  return [
    file("cursor", "project", `${project}/.cursor/mcp.json`),
    file("claude-code", "project", `${project}/.mcp.json`),
    file("vscode", "project", `${project}/.vscode/mcp.json`),
    file("vscode", "project", `${project}/.vscode/settings.json`),
    file("vscode", "project", `${project}/.devcontainer/devcontainer.json`),
    file("vscode", "project", `${project}/.devcontainer.json`),
    file("vscode", "project", `${project}/*.code-workspace`),
    file("claude-code", "project", `${project}/.claude-plugin/plugin.json`),
    file("zed", "project", `${project}/.zed/settings.json`),
    file("gemini-cli", "project", `${project}/.gemini/settings.json`),
    file("codex", "project", `${project}/.codex/config.toml`),
    ...rowProjectFiles(project),
  ];
}

/** Where VS Code and what is built on it keep the data of their extensions. */
function codeFolders(machine: MachinePaths): string[] {
  const settings = settingsFolder(machine);
  const local = [...CODE_PRODUCTS, "Cursor", "Windsurf"].map((product) => `${settings}/${product}/User`);
  const remote = SERVER_FOLDERS.map((folder) => `${machine.home}/${folder}/data/User`);
  return [...local, ...remote];
}

function file(client: Client, scope: Scope, path: string): KnownFile {
  return { client, scope, path };
}
