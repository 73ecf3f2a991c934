import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import PgBoss from "pg-boss";
import { closeDatabase, type Database, openDatabase } from "#app/db/client.server.ts";
import { enqueue, executorOf, JOBS, type JobName, type JobPayload, jobNames } from "#app/db/queue.server.ts";
import { agentRetiredJob } from "./agent-retired.server.ts";
import { askServerJob } from "./ask-server.server.ts";
import { importAdvisories } from "./import-advisories.server.ts";
import { importRegistryJob } from "./import-registry.server.ts";
import { inviteImportedJob } from "./invite-imported.server.ts";
import type { JobWorld } from "./job-world.ts";
import { lookAtConnection } from "./look-at-connection.server.ts";
import { lookAtPackage } from "./look-at-package.server.ts";
import { mailAccountNotice } from "./mail-account-notice.server.ts";
import { mailAddressProof } from "./mail-address-proof.server.ts";
import { mailDigestJob } from "./mail-digest.server.ts";
import { mailFormerAddress } from "./mail-former-address.server.ts";
import { mailInvitationJob } from "./mail-invitation.server.ts";
import { mailNoticeJob } from "./mail-notice.server.ts";
import { mailPasswordReset } from "./mail-password-reset.server.ts";
import { memberLeftJob } from "./member-left.server.ts";
import { sweep } from "./sweep.server.ts";
import { tell } from "./tell.server.ts";
import { tendDriftJob } from "./tend-drift.server.ts";
import { tendLaunchesJob } from "./tend-launches.server.ts";
import { tendListingsJob } from "./tend-listings.server.ts";

const POLL_MS = 2_000;
const SWEEP_SECONDS = 60;
const AT_ONCE = 4;
/** A dead job waits this long for an owner to look at it and run it again. */
const DEAD_KEPT_SECONDS = 30 * 86_400;

const HANDLERS: { [N in JobName]: (world: JobWorld, payload: JobPayload<N>) => Promise<void> } = {
  sweep,
  ask_server: askServerJob,
  member_left: memberLeftJob,
  agent_retired: agentRetiredJob,
  tend_drift: tendDriftJob,
  tend_launches: tendLaunchesJob,
  tell,
  mail_invitation: mailInvitationJob,
  invite_imported: inviteImportedJob,
  import_registry: importRegistryJob,
  tend_listings: tendListingsJob,
  import_advisories: importAdvisories,
  look_at_package: lookAtPackage,
  mail_account_notice: mailAccountNotice,
  mail_password_reset: mailPasswordReset,
  mail_address_proof: mailAddressProof,
  mail_former_address: mailFormerAddress,
  mail_notice: mailNoticeJob,
  mail_digest: mailDigestJob,
  look_at_connection: lookAtConnection,
};

export type Worker = {
  /** Lets the running jobs finish, then closes the worker's connection. */
  stop: () => Promise<void>;
};

/**
 * Starts the background work of one process. Any number may run: each job is fetched by one of them. Every queue is
 * worked off beside the others, so that a slow or failing kind of job holds up no other.
 * @param options `url` of the runtime role for the queue's own connection; `db` the pool the jobs use;
 *   `onError` hears of every failed job and every failed look at the queue
 */
export async function startWorker(options: { url: string } & JobWorld): Promise<Worker> {
  const queue = openDatabase(options.url, { max: 1 });
  const boss = new PgBoss({
    db: executorOf(queue.$client),
    migrate: false,
    schedule: false,
    supervise: true,
    archiveFailedAfterSeconds: DEAD_KEPT_SECONDS,
  });
  boss.on("error", (error) => options.onError(error, "supervision"));
  await boss.start();
  const stopping = new AbortController();
  // every queue listens
  setMaxListeners(0, stopping.signal);
  const running = [
    sendSweeps(queue, options, stopping.signal),
    ...jobNames().map((name) => workOff(boss, name, options, stopping.signal)),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
      await boss.stop({ graceful: false });
      await closeDatabase(queue);
    },
  };
}

async function sendSweeps(queue: Database, world: JobWorld, signal: AbortSignal): Promise<void> {
  let slot = -1;
  while (!signal.aborted) {
    try {
      const now = Math.floor(Date.now() / 1_000 / SWEEP_SECONDS);
      if (now !== slot) {
        await queue.transaction((tx) => enqueue(tx, "sweep", {}, { onceInSeconds: SWEEP_SECONDS }));
        slot = now;
      }
    } catch (error) {
      world.onError(error, "queue");
    }
    await pause(signal);
  }
}

/** Rests only while the queue is empty. */
async function workOff(boss: PgBoss, name: JobName, world: JobWorld, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let ran = 0;
    try {
      ran = await runSome(boss, name, world);
    } catch (error) {
      world.onError(error, "queue");
    }
    if (ran === 0) await pause(signal);
  }
}

/** Runs the next few jobs beside each other and tells the queue what became of each. Returns how many there were. */
async function runSome<N extends JobName>(boss: PgBoss, name: N, world: JobWorld): Promise<number> {
  const jobs = await boss.fetch(name, { batchSize: atOnceOf(name) });
  const told = await Promise.allSettled(jobs.map((job) => runOne(boss, name, world, job)));
  for (const one of told) if (one.status === "rejected") world.onError(one.reason, "queue");
  return jobs.length;
}

async function runOne<N extends JobName>(
  boss: PgBoss,
  name: N,
  world: JobWorld,
  job: { id: string; data: unknown },
): Promise<void> {
  try {
    await HANDLERS[name](world, parsePayload(name, job.data));
  } catch (error) {
    world.onError(error, name);
    // Only the kind of error is kept with the job: a message may hold what the job worked on.
    await boss.fail(name, job.id, { error: error instanceof Error ? error.name : "unknown" });
    return;
  }
  await boss.complete(name, job.id);
}

function atOnceOf(name: JobName): number {
  const queue = JOBS[name];
  return "atOnce" in queue ? queue.atOnce : AT_ONCE;
}

/** The payload's type follows from the name: the table of jobs pairs the two. */
function parsePayload<N extends JobName>(name: N, data: unknown): JobPayload<N> {
  return JOBS[name].payload.parse(data) as JobPayload<N>;
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(POLL_MS, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
