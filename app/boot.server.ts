import { readFile } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { z } from "zod";
import { connectionObserver } from "#app/connectors/connection/observe-connection.server.ts";
import { smtpDelivery } from "#app/connectors/delivery/smtp.server.ts";
import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { readTrustedRoot } from "#app/connectors/registries/read-trusted-root.server.ts";
import { type EmbeddedCluster, startEmbedded } from "#app/db/embedded.server.ts";
import { migrate } from "#app/db/migrate.server.ts";
import { readLastSweep } from "#app/db/queue-facts.server.ts";
import { ensureRoles, refuseWeakWall } from "#app/db/roles.server.ts";
import { closeRuntime, database, openRuntime } from "#app/db/runtime.server.ts";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { clearUnfinishedDemo, type DemoSignIn, ensureDemo } from "#app/demo.server.ts";
import { heartbeatOf } from "#app/domain/identity/operations-rules.ts";
import { sigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";
import { environment, publicUrl, repositoryRoot, stateFolder } from "#app/env.server.ts";
import { startWorker as startJobs, type Worker } from "#app/jobs/worker.server.ts";
import { log } from "#app/log.server.ts";
import { seedDemo } from "#app/seed.server.ts";

const REVIVE_EVERY_MS = 1_000;
const WATCH_EVERY_MS = 60_000;

let cluster: EmbeddedCluster | undefined;
let reviving: NodeJS.Timeout | undefined;
let watching: NodeJS.Timeout | undefined;
let worker: Worker | undefined;

/** What the banner tells about the start. */
export interface Prepared {
  /** Where the data is; undefined with a database somebody brought. */
  embedded: { dataDir: string; account: string | undefined; adopted: boolean } | undefined;
  /** The demo sign-in, only on the embedded default. */
  demo: DemoSignIn | undefined;
}

/**
 * Brings up everything a process needs before it answers: database, roles, migrations, pool, demo organization.
 * `join` uses the embedded database beside a process that runs already; `demo: false` makes no demo organization.
 * Throws sentences for people.
 */
export async function prepare(options: { join?: boolean; demo?: boolean } = {}): Promise<Prepared> {
  const { DATABASE_URL, DATABASE_OWNER_URL } = environment();
  if (DATABASE_URL) {
    setSealingKey(environment().CASTELLAN_KEY, undefined, environment().CASTELLAN_FORMER_KEYS);
    if (DATABASE_OWNER_URL) await prepareBrought(DATABASE_OWNER_URL, DATABASE_URL);
    await refuseWeakWall(DATABASE_URL);
    openRuntime(DATABASE_URL);
    watchSweeps();
    return { embedded: undefined, demo: undefined };
  }
  cluster = await startEmbedded(stateFolder(), { join: options.join });
  await clearUnfinishedDemo(cluster);
  setSealingKey(environment().CASTELLAN_KEY, cluster.home, environment().CASTELLAN_FORMER_KEYS);
  await migrate(cluster.ownerUrl, migrationsFolder());
  openRuntime(cluster.runtimeUrl);
  keepAlive(cluster);
  watchSweeps();
  const { dataDir, account, adopted } = cluster;
  const wanted = options.demo !== false && environment().CASTELLAN_DEMO;
  const demo = wanted ? await makeDemo(cluster.home) : undefined;
  return { embedded: { dataDir, account, adopted }, demo };
}

function makeDemo(home: string): Promise<DemoSignIn | undefined> {
  const db = database();
  return ensureDemo(db, home, (password) => seedDemo({ db, now: new Date(), password }));
}

async function prepareBrought(ownerUrl: string, runtimeUrl: string): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await ensureRoles(owner, { runtimePassword: decodeURIComponent(new URL(runtimeUrl).password) });
  } finally {
    await owner.end({ timeout: 5 });
  }
  await migrate(ownerUrl, migrationsFolder());
}

/** PostgreSQL may be killed while we live (out of memory, by hand): pages answer 503 until it is back. */
function keepAlive(watched: EmbeddedCluster): void {
  let busy = false;
  reviving = setInterval(async () => {
    if (busy) return;
    busy = true;
    try {
      if (await watched.revive()) log.warn("the embedded PostgreSQL had died and was started again");
    } catch (error) {
      log.error({ err: error }, "the embedded PostgreSQL is down and does not start");
    } finally {
      busy = false;
    }
  }, REVIVE_EVERY_MS);
  reviving.unref();
}

/** Starts the background work of this process. */
export async function startWorker(): Promise<void> {
  const url = environment().DATABASE_URL ?? cluster?.runtimeUrl;
  if (!url) throw new Error("The background work starts after the database.");
  worker = await startJobs({
    url,
    db: database(),
    now: () => new Date(),
    deliver: smtpDelivery(environment().SMTP_URL, environment().MAIL_FROM),
    publicUrl: publicUrl(),
    reach: (limits) => guardedFetch({ ...limits, allowedNetworks: environment().ALLOWED_NETWORKS }),
    npmRegistry: environment().NPM_REGISTRY,
    sigstoreRoot: sigstoreRoot(readTrustedRoot(environment().SIGSTORE_TRUSTED_ROOT)),
    repositories: { github: environment().GITHUB_API, gitlab: environment().GITLAB_API },
    observe: connectionObserver({ allowedNetworks: environment().ALLOWED_NETWORKS }),
    onError: (error, job) => log.error({ err: error, job }, "a job failed"),
  });
}

/** Says in the log, once for each silence, that no sweep went round: whoever watches logs hears of it without a page. */
function watchSweeps(): void {
  let told = false;
  watching = setInterval(async () => {
    try {
      const { state, secondsAgo } = heartbeatOf(await readLastSweep(database()), new Date());
      if (state === "late" && !told)
        log.error({ secondsAgo }, "the background work has stopped: no sweep went round");
      told = state === "late";
    } catch (error) {
      log.warn({ err: error }, "could not look whether the background work goes on");
    }
  }, WATCH_EVERY_MS);
  watching.unref();
}

/** The state folder of the embedded database; undefined with a database somebody brought. */
export function embeddedHome(): string | undefined {
  return cluster?.home;
}

/** Stops the background work, closes the pool and stops the embedded database, in this order. */
export async function stop(): Promise<void> {
  clearInterval(reviving);
  clearInterval(watching);
  await worker?.stop();
  worker = undefined;
  await closeRuntime();
  await cluster?.stop();
  cluster = undefined;
}

const Journal = z.object({ entries: z.array(z.object({ when: z.number() })) });

/** Whether this process can serve: the database answers and knows every migration of this version. */
export async function readiness(): Promise<{ ready: boolean; reason?: string }> {
  const text = await readFile(path.join(migrationsFolder(), "meta/_journal.json"), "utf8");
  const newest = Math.max(0, ...Journal.parse(JSON.parse(text)).entries.map((entry) => entry.when));
  try {
    const rows = await database().execute<{ newest: string | null }>(
      sql`select max(created_at)::text as newest from migration`,
    );
    if (Number(rows[0]?.newest ?? 0) >= newest) return { ready: true };
    return { ready: false, reason: "The database does not have the newest migrations." };
  } catch (error) {
    log.warn({ err: error }, "not ready");
    return { ready: false, reason: "The database does not answer." };
  }
}

function migrationsFolder(): string {
  return path.join(repositoryRoot(), "drizzle");
}
