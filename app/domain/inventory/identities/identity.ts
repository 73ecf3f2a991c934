import type { ServerKind } from "#app/domain/catalog/catalog-words.ts";

export interface LaunchIdentity {
  /** `npm:…`, `pypi:…`, `oci:…`, `remote:…` or `command:…`, the same for every launch of one server. */
  identity: string;
  kind: ServerKind;
  /** The version or tag as written when it names one; null for none, `latest` and ranges. */
  release: string | null;
  /** True when the launch can only ever start that release. */
  pinned: boolean;
  /** What was looked through, outermost first, e.g. `["bash -lc", "npx"]`. */
  wrappers: string[];
  /** The bridge when a local command is only the face of a remote server. */
  via?: "mcp-remote";
  /** The address behind the bridge, as redacted in its arguments. */
  address?: string;
}

/** What one recogniser says about a command line: an identity, a command line behind a wrapper, or nothing. */
export type Recognition =
  | { found: Omit<LaunchIdentity, "wrappers"> }
  | { inner: readonly string[]; wrapper: string }
  | undefined;

/** A program and its arguments, already split into words. */
export interface CommandLine {
  /** Base name in lower case without `.exe`, `.cmd`, `.bat`, `.ps1`. */
  program: string;
  /** The program as written. */
  path: string;
  args: readonly string[];
  /** Names of variables the launch sets, since some change where a package comes from. */
  variables: readonly string[];
  /** The folder it is started in, when the file says so. */
  cwd?: string | undefined;
}

export const IDENTITY_LENGTH = 512;

/** An identity fits the catalog and holds no blanks at its ends. */
export function boundedIdentity(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, IDENTITY_LENGTH).trim();
}

const GENERAL =
  /^(?:node|nodejs|deno|bun|tsx|ts-node|dotenv|dotenv-cli|dotenvx|env-cmd|cross-env|python[\d.]*|pypy|ruby|perl|php|java|sh|bash|zsh|dash|fish|cmd|powershell|pwsh|env|sudo|exec|npx|npm|pnpm|yarn|bunx|uvx|uv|pipx|docker|podman|curl|wget)$/;

/** True for programs that run whatever they are given: a package named beside them is not what runs. */
export function isGeneralProgram(program: string): boolean {
  return GENERAL.test(program.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, ""));
}

const EXACT_VERSION = /^v?\d+(?:\.\d+){1,3}(?:[-+.][\w.+-]+)?$/;

/** True for one exact version, false for tags and ranges. */
export function isExactVersion(text: string): boolean {
  return EXACT_VERSION.test(text);
}
