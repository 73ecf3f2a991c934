import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type Binaries, copyBinaries, findBinaries } from "./embedded-binaries.server.ts";

const run = promisify(execFile);

const SHARED_HOME = "/var/lib/castellan";

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** Where one cluster lives, and who runs it. */
export interface Place {
  /** Holds the data folder, the passwords, the log and the lock. */
  home: string;
  dataDir: string;
  binaries: Binaries;
  /** The service account PostgreSQL runs as when we are root; absent for an ordinary user. */
  account?: Account;
}

/**
 * Chooses the home of the cluster that belongs to `dir`.
 * An ordinary user: `dir` itself (0700). Root: a folder under /var/lib/castellan and a service account, because
 * PostgreSQL refuses to run as root and `dir` may stand below a folder only root can enter.
 */
export async function choosePlace(dir: string, wrapper?: string): Promise<Place> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const real = await realpath(dir);
  const installed = await findBinaries(wrapper);
  if (process.getuid?.() !== 0) {
    await chmod(real, 0o700);
    return { home: real, dataDir: path.join(real, "postgresql"), binaries: installed };
  }
  const home = path.join(SHARED_HOME, createHash("sha256").update(real).digest("hex").slice(0, 16));
  await mkdir(home, { recursive: true, mode: 0o711 });
  await chmod(SHARED_HOME, 0o755);
  await chmod(home, 0o711);
  const dataDir = path.join(home, "postgresql");
  const account = (await accountOfData(dataDir)) ?? (await serviceAccount());
  return { home, dataDir, binaries: await copyBinaries(installed, SHARED_HOME), account };
}

/** Data that exists keeps its owner, whatever accounts appeared on the machine since. */
async function accountOfData(dataDir: string): Promise<Account | undefined> {
  if (!existsSync(dataDir)) return undefined;
  const owner = await stat(dataDir);
  if (owner.uid === 0) return undefined;
  return accountNamed(String(owner.uid));
}

async function serviceAccount(): Promise<Account> {
  const existing = (await accountNamed("castellan")) ?? (await accountNamed("postgres"));
  if (existing) return existing;
  const shell = "/usr/sbin/nologin";
  await run("useradd", ["--system", "--no-create-home", "--shell", shell, "castellan"])
    .catch(() => run("adduser", ["-S", "-D", "-H", "castellan"]))
    .catch(() => undefined);
  const made = (await accountNamed("castellan")) ?? (await accountNamed("nobody"));
  if (made) return made;
  throw new Error(
    "PostgreSQL does not run as root, and no service account could be found or made. " +
      "Make one named castellan, start as an ordinary user, or set DATABASE_URL.",
  );
}

async function accountNamed(nameOrUid: string): Promise<Account | undefined> {
  const ask = async (flag: string) => (await run("id", [flag, nameOrUid])).stdout.trim();
  try {
    const account = { name: await ask("-un"), uid: Number(await ask("-u")), gid: Number(await ask("-g")) };
    return account.uid === 0 ? undefined : account;
  } catch {
    return undefined;
  }
}
