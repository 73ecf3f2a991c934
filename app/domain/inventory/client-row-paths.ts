import type { KnownFile } from "./client-paths.ts";
import type { ClientRow } from "./formats/client-row.ts";
import { MORE_CLIENTS } from "./formats/more-clients.ts";
import { CLIENTS } from "./scan-inputs.ts";

/** What the starts of the table's paths stand for on one machine. */
export interface RowFolders {
  system: "unix" | "windows";
  home: string;
  settings: string;
  config: string;
  local: string;
  code: readonly string[];
  /** `$CLINE_DIR`, which replaces `~/.cline`. */
  clineDir?: string;
}

/** The rows of the table with their clients, in the order of all clients. */
function rows(): (readonly [client: KnownFile["client"], row: ClientRow])[] {
  const table: Readonly<Partial<Record<KnownFile["client"], ClientRow>>> = MORE_CLIENTS;
  return CLIENTS.flatMap((client) => {
    const row = table[client];
    return row === undefined ? [] : [[client, row] as const];
  });
}

function placed(path: string, folders: RowFolders): string[] {
  if (folders.clineDir !== undefined && path.startsWith("~/.cline/"))
    return [`${folders.clineDir}${path.slice("~/.cline".length)}`];
  const at = path.indexOf("/");
  const rest = path.slice(at);
  const starts: Readonly<Record<string, readonly string[]>> = {
    "~": [folders.home],
    "{settings}": [folders.settings],
    "{config}": [folders.config],
    "{local}": [folders.local],
    "{code}": folders.code,
  };
  return (starts[path.slice(0, at)] ?? []).map((folder) => `${folder}${rest}`);
}

/** The files of a person in the clients of the table. */
export function rowFiles(folders: RowFolders): KnownFile[] {
  return rows().flatMap(([client, row]) => {
    const paths = [...(row.user ?? []), ...(row[folders.system] ?? [])];
    return paths
      .flatMap((path) => placed(path, folders))
      .map((path): KnownFile => ({ client, scope: "user", path }));
  });
}

/** The files of a project in the clients of the table. */
export function rowProjectFiles(project: string): KnownFile[] {
  return rows().flatMap(([client, row]) =>
    (row.project ?? []).map((path): KnownFile => ({ client, scope: "project", path: `${project}/${path}` })),
  );
}
