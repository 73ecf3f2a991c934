import { setTimeout as sleep } from "node:timers/promises";
import PgBoss from "pg-boss";
import { closeDatabase, type Database, openDatabase } from "#app/db/client.server.ts";
import { enqueue, executorOf, JOBS, type JobName, type JobPayload } from "#app/db/queue.server.ts";
import type { JobWorld } from "./job-world.ts";
import { mailAccountNotice } from "./mail-account-notice.server.ts";
import { mailAddressProof } from "./mail-address-proof.server.ts";
import { mailFormerAddress } from "./mail-former-address.server.ts";
import { mailInvitationJob } from "./mail-invitation.server.ts";
import { mailPasswordReset } from "./mail-password-reset.server.ts";
import { memberLeftJob } from "./member-left.server.ts";
import { sweep } from "./sweep.server.ts";

const POLL_MS = 2_000;
const SWEEP_SECONDS = 60;
const MOST_IN_A_ROW = 50;

const HANDLERS: { [N in JobName]: (world: JobWorld, payload: JobPayload<N>) => Promise<void> } = {
  sweep,
  member_left: memberLeftJob,
  mail_invitation: mailInvitationJob,
  mail_account_notice: mailAccountNotice,
  mail_password_reset: mailPasswordReset,
  mail_address_proof: mailAddressProof,
  mail_former_address: mailFormerAddress,
};

export type Worker = {
  /** Lets the running job finish, then closes the worker's connection. */
  stop: () => Promise<void>;
};

/**
 * Starts the background work of one process. Any number may run: each job is fetched by one of them.
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
  });
  boss.on("error", (error) => options.onError(error, "supervision"));
  await boss.start();
  const stopping = new AbortController();
  const running = work(boss, queue, options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
      await boss.stop({ graceful: false });
      await closeDatabase(queue);
    },
  };
}

async function work(boss: PgBoss, queue: Database, world: JobWorld, signal: AbortSignal): Promise<void> {
  let slot = -1;
  while (!signal.aborted) {
    try {
      const now = Math.floor(Date.now() / 1_000 / SWEEP_SECONDS);
      if (now !== slot) {
        await queue.transaction((tx) => enqueue(tx, "sweep", {}, { onceInSeconds: SWEEP_SECONDS }));
        slot = now;
      }
      for (const name of names()) await runSome(boss, name, world);
    } catch (error) {
      world.onError(error, "queue");
    }
    await pause(signal);
  }
}

/** Works off one queue, up to a number: another queue gets its turn however many wait. */
async function runSome<N extends JobName>(boss: PgBoss, name: N, world: JobWorld): Promise<void> {
  for (let done = 0; done < MOST_IN_A_ROW; done++) if (!(await runNext(boss, name, world))) return;
}

/** Whether there was one. */
async function runNext<N extends JobName>(boss: PgBoss, name: N, world: JobWorld): Promise<boolean> {
  const jobs = await boss.fetch(name);
  for (const job of jobs) {
    try {
      await HANDLERS[name](world, parsePayload(name, job.data));
      await boss.complete(name, job.id);
    } catch (error) {
      world.onError(error, name);
      // Only the kind of error is kept with the job: a message may hold what the job worked on.
      await boss.fail(name, job.id, { error: error instanceof Error ? error.name : "unknown" });
    }
  }
  return jobs.length > 0;
}

/** The payload's type follows from the name: the table of jobs pairs the two. */
function parsePayload<N extends JobName>(name: N, data: unknown): JobPayload<N> {
  return JOBS[name].payload.parse(data) as JobPayload<N>;
}

function names(): JobName[] {
  return Object.keys(JOBS).filter((name): name is JobName => name in JOBS);
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(POLL_MS, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
