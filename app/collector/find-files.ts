import { createHmac } from "node:crypto";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import {
  type KnownFile,
  type MachinePaths,
  projectFiles,
  userFiles,
} from "#app/domain/inventory/client-paths.ts";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import type { RedactOptions } from "#app/domain/inventory/redact-text.ts";
import { CLIENTS, type ScanFile } from "#app/domain/inventory/scan-inputs.ts";
import { absentFile, unreadableFile } from "#app/domain/inventory/scan-report.ts";
import type { RememberedFile } from "./device-file.ts";
import { GitIndexes, tellTracked } from "./git-tracked.ts";
import { codeOf, isAbsent, REASONS, textOf } from "./read-text.ts";
import { EXIT, Stop } from "./stop.ts";

export interface Looked {
  files: ScanFile[];
  /** Clients whose files lie in no place that is known, so that nobody looked. */
  unplaced: Client[];
  /** What was found, with its place on this machine. */
  seen: RememberedFile[];
}

export interface Where {
  home: string;
  /** Whose layout the home folder has. */
  platform: MachinePaths["platform"];
  projects: readonly string[];
  remembered: readonly RememberedFile[];
  /** 32 bytes in base64 from enrollment; without it no fingerprint is made. */
  fingerprintKey?: string;
}

export function thisPlatform(): MachinePaths["platform"] {
  const { platform } = process;
  return platform === "darwin" || platform === "linux" || platform === "win32" ? platform : "other";
}

/** The system a person means by its name. */
export function platformCalled(name: string): MachinePaths["platform"] {
  const systems = { mac: "darwin", linux: "linux", windows: "win32" } as const;
  const found = Object.entries(systems).find(([called]) => called === name)?.[1];
  if (found !== undefined) return found;
  throw new Stop(EXIT.usage, `After --system one of ${Object.keys(systems).join(", ")} was expected.`);
}

function machine({ home, platform }: Pick<Where, "home" | "platform">): MachinePaths {
  const own = home === homedir() && platform === thisPlatform();
  const { APPDATA, LOCALAPPDATA, XDG_CONFIG_HOME, CLAUDE_CONFIG_DIR, CODEX_HOME, CLINE_DIR } = process.env;
  return {
    platform,
    home,
    ...(own && APPDATA ? { appData: APPDATA } : {}),
    ...(own && LOCALAPPDATA ? { localAppData: LOCALAPPDATA } : {}),
    ...(own && XDG_CONFIG_HOME ? { configHome: XDG_CONFIG_HOME } : {}),
    ...(own && CLAUDE_CONFIG_DIR ? { claudeConfigDir: CLAUDE_CONFIG_DIR } : {}),
    ...(own && CODEX_HOME ? { codexHome: CODEX_HOME } : {}),
    ...(own && CLINE_DIR ? { clineDir: CLINE_DIR } : {}),
  };
}

/** More files in one folder of servers would be a folder of something else. */
const MOST_IN_FOLDER = 50;

/** A place to look at. `reason` says why nobody can, when that is known before. */
interface Place extends KnownFile {
  reason?: string;
}

/** The files a place stands for: itself, or what its folder holds for a last part such as `*.yaml`. */
async function filesAt(place: KnownFile): Promise<Place[]> {
  const ending = /^(.*)[\\/]\*(\.\w+)$/.exec(place.path);
  const [, folder, end] = ending ?? [];
  if (folder === undefined || end === undefined) return [place];
  const names = await readdir(folder).catch((error: unknown) => codeOf(error));
  if (typeof names === "string") {
    if (isAbsent(names)) return [];
    const reason = REASONS[names] ?? `the folder cannot be read (${names || "unknown reason"})`;
    return [{ ...place, path: folder, reason }];
  }
  const found = names.filter((name) => name.endsWith(end)).sort();
  const read = found.slice(0, MOST_IN_FOLDER).map((name) => ({ ...place, path: path.join(folder, name) }));
  if (found.length <= MOST_IN_FOLDER) return read;
  const reason = `${found.length} files stand here, the first ${MOST_IN_FOLDER} were read`;
  return [...read, { ...place, path: folder, reason }];
}

function redactOptions(where: Where): RedactOptions {
  const key = where.fingerprintKey === undefined ? undefined : Buffer.from(where.fingerprintKey, "base64");
  if (key === undefined) return { home: where.home };
  return {
    home: where.home,
    fingerprint: (value) => createHmac("sha256", key).update(value, "utf8").digest("hex"),
  };
}

/** The files to look at, each with the clients that may have written it. */
async function placesToLook(where: Where): Promise<[Place, ...Place[]][]> {
  const known = [
    ...userFiles(machine(where)),
    ...where.projects.flatMap((project) => projectFiles(path.resolve(project))),
  ];
  const remembered = where.remembered.map(
    (file): KnownFile => ({
      client: file.client,
      scope: file.scope === "local" ? "user" : file.scope,
      path: file.source,
    }),
  );
  const all = (await Promise.all(known.map(filesAt))).flat();
  const places = new Map<string, [Place, ...Place[]]>();
  for (const file of [...all, ...remembered]) {
    const at = path.normalize(file.path);
    const others = places.get(at);
    if (others === undefined) places.set(at, [file]);
    // The first mention of a client's file wins: standing in the home folder makes no person's own file a project's.
    else if (!others.some(({ client }) => client === file.client)) others.push(file);
  }
  return [...places.values()];
}

/** What one file says. Of several clients that call a file by one name those count whose servers stand in it. */
function readFor(
  places: readonly [KnownFile, ...KnownFile[]],
  text: string,
  options: RedactOptions,
): ScanFile[] {
  const [first, ...others] = places.map(({ client, scope, path: at }) =>
    readClientFile({ ...options, client, scope, path: at, text }),
  );
  const reads = first === undefined ? [] : [first, ...others];
  const found = reads.filter((files) => files.some((file) => file.outcome === "found"));
  const told = reads.find((files) => files.some((file) => file.outcome === "could_not_look"));
  return found.length > 0 ? found.flat() : (told ?? first ?? []);
}

/**
 * Reads the clients' files on this machine into redacted form. A file that is gone since the last report is reported as
 * `none`, and so is a client without any file: both were looked at.
 */
export async function lookForServers(where: Where): Promise<Looked> {
  const options = redactOptions(where);
  const files: ScanFile[] = [];
  const seen: RememberedFile[] = [];
  const absent: KnownFile[] = [];
  const unread = new Set<string>();
  const git = new GitIndexes();
  for (const places of await placesToLook(where)) {
    const [place] = places;
    const found = place.reason === undefined ? await textOf(place.path) : { reason: place.reason };
    if (found === undefined) {
      absent.push(...places);
      continue;
    }
    const read: ScanFile[] =
      "reason" in found
        ? [unreadableFile(place, found.reason, options)]
        : readFor(places, found.text, options);
    if (read.some((file) => file.outcome === "could_not_look")) unread.add(place.path);
    await tellTracked(read, place.path, git);
    files.push(...read);
    // a folder is no file to come back to
    if (place.reason !== undefined) continue;
    for (const { client, scope, path: shown } of read)
      seen.push({ home: where.home, client, scope, path: shown, source: place.path });
  }
  const telling = withoutSilentSettings(files);
  const reported = new Set(telling.map(keyOf));
  const add = (file: ScanFile) => {
    if (reported.has(keyOf(file))) return;
    reported.add(keyOf(file));
    telling.push(file);
  };
  for (const old of where.remembered)
    if (unread.has(old.source)) seen.push(old);
    else add({ client: old.client, scope: old.scope, path: old.path, outcome: "none", entries: [] });
  for (const place of absent)
    if (place.scope === "user" && !telling.some((file) => file.client === place.client))
      add(absentFile(place, options));
  return { files: telling, seen, unplaced: unplacedClients() };
}

function unplacedClients(): Client[] {
  const anywhere = (["darwin", "linux", "win32"] as const).flatMap((platform) =>
    userFiles({ platform, home: "" }),
  );
  const placed = new Set([...anywhere, ...projectFiles("")].map((file) => file.client));
  return CLIENTS.filter((client) => !placed.has(client));
}

function keyOf(file: Pick<ScanFile, "client" | "scope" | "path">): string {
  return JSON.stringify([file.client, file.scope, file.path]);
}

/** VS Code's older place for servers are its settings: without the key they say nothing that its own file does not say. */
function withoutSilentSettings(files: readonly ScanFile[]): ScanFile[] {
  const isSilent = ({ client, outcome, path: at }: ScanFile) =>
    client === "vscode" && outcome === "none" && at.endsWith("settings.json");
  const told = new Set(
    files.filter((file) => !isSilent(file)).map(({ client, scope }) => `${client} ${scope}`),
  );
  return files.filter((file) => !isSilent(file) || !told.has(`${file.client} ${file.scope}`));
}
