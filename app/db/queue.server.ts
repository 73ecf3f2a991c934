import { PostgresJsSession } from "drizzle-orm/postgres-js";
import PgBoss from "pg-boss";
import type postgres from "postgres";
import { z } from "zod";
import { closeDatabase, openDatabase, type Transaction } from "#app/db/client.server.ts";

type Queue = {
  payload: z.ZodType;
  policy: "singleton" | "standard";
  /** How often a failed job is tried again; afterwards it is dead, shown to owners and run again when they say so. */
  retryLimit: number;
  /** The first wait; 30 unless given. */
  retryDelay?: number;
  /** A job that runs longer counts as failed. */
  expireInSeconds: number;
  /** How many of its jobs one process runs at a time. 4 unless given. */
  atOnce?: number;
};

/**
 * Every job: its payload (ids and `orgId`, never data or a secret) and how its queue behaves.
 * `singleton` lets one run at a time however many workers there are.
 */
export const JOBS = {
  sweep: { payload: z.strictObject({}), policy: "singleton", retryLimit: 0, expireInSeconds: 300, atOnce: 1 },
  member_left: {
    payload: z.strictObject({
      orgId: z.uuid(),
      memberId: z.uuid(),
      fallbackId: z.uuid().nullable(),
      ledTeamIds: z.array(z.uuid()),
      batchId: z.uuid(),
    }),
    policy: "standard",
    retryLimit: 10,
    expireInSeconds: 600,
  },
  agent_retired: {
    payload: z.strictObject({ orgId: z.uuid(), agentId: z.uuid(), batchId: z.uuid() }),
    policy: "standard",
    retryLimit: 10,
    expireInSeconds: 600,
  },
  tend_drift: {
    payload: z.strictObject({ orgId: z.uuid(), serverId: z.uuid() }),
    policy: "standard",
    retryLimit: 8,
    retryDelay: 5,
    expireInSeconds: 120,
  },
  // asks about what is started otherwise on one device; what it leaves the sweep finds
  tend_launches: {
    payload: z.strictObject({ orgId: z.uuid(), deviceId: z.uuid() }),
    policy: "standard",
    retryLimit: 8,
    retryDelay: 5,
    expireInSeconds: 120,
  },
  tell: {
    payload: z.strictObject({ orgId: z.uuid(), eventId: z.uuid() }),
    policy: "standard",
    retryLimit: 8,
    retryDelay: 5,
    expireInSeconds: 120,
  },
  mail_invitation: {
    payload: z.strictObject({ orgId: z.uuid(), invitationId: z.uuid() }),
    policy: "standard",
    retryLimit: 6,
    expireInSeconds: 120,
  },
  // the next few people of an import; sends itself for those after them
  invite_imported: {
    payload: z.strictObject({ orgId: z.uuid(), importId: z.uuid() }),
    policy: "standard",
    retryLimit: 10,
    expireInSeconds: 300,
  },
  // a whole registry; broken off, the sweep sends it again from where it was
  import_registry: {
    payload: z.strictObject({ orgId: z.uuid(), importId: z.uuid() }),
    policy: "standard",
    retryLimit: 3,
    expireInSeconds: 3_600,
    atOnce: 2,
  },
  tend_listings: {
    payload: z.strictObject({ orgId: z.uuid() }),
    policy: "standard",
    retryLimit: 3,
    expireInSeconds: 900,
    atOnce: 1,
  },
  // asks a registry about one package and what comes with it
  look_at_package: {
    payload: z.strictObject({ orgId: z.uuid(), lookId: z.uuid() }),
    policy: "standard",
    retryLimit: 2,
    expireInSeconds: 600,
    atOnce: 2,
  },
  // reads a file of advisories to its end; goes on where it broke off
  import_advisories: {
    payload: z.strictObject({ orgId: z.uuid(), importId: z.uuid() }),
    policy: "standard",
    retryLimit: 5,
    expireInSeconds: 900,
    atOnce: 1,
  },
  // one account's own mail; a token is made when it is sent, so a retry makes a new one
  mail_account_notice: {
    payload: z.strictObject({ accountId: z.uuid(), eventId: z.uuid() }),
    policy: "standard",
    retryLimit: 5,
    expireInSeconds: 60,
  },
  mail_password_reset: {
    payload: z.strictObject({ accountId: z.uuid(), requestId: z.string().max(100) }),
    policy: "standard",
    retryLimit: 5,
    expireInSeconds: 60,
  },
  mail_address_proof: {
    payload: z.strictObject({ accountId: z.uuid(), linkId: z.uuid() }),
    policy: "standard",
    retryLimit: 5,
    expireInSeconds: 60,
  },
  mail_former_address: {
    payload: z.strictObject({ accountId: z.uuid(), linkId: z.uuid() }),
    policy: "standard",
    retryLimit: 5,
    expireInSeconds: 60,
  },
  mail_notice: {
    payload: z.strictObject({ orgId: z.uuid(), noticeId: z.uuid() }),
    policy: "standard",
    retryLimit: 9,
    expireInSeconds: 120,
  },
  mail_digest: {
    payload: z.strictObject({ orgId: z.uuid(), digestId: z.uuid() }),
    policy: "standard",
    retryLimit: 9,
    expireInSeconds: 120,
  },
  // a remote server asked for its tools; one that ended already is left as it is
  ask_server: {
    payload: z.strictObject({ orgId: z.uuid(), lookId: z.uuid() }),
    policy: "standard",
    retryLimit: 2,
    expireInSeconds: 180,
  },
  // one look at a remote server from outside; a second answer to the same look is left aside
  look_at_connection: {
    payload: z.strictObject({ orgId: z.uuid(), lookId: z.uuid() }),
    policy: "standard",
    retryLimit: 2,
    expireInSeconds: 120,
  },
} as const satisfies Record<string, Queue>;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]["payload"]>;

/** A failed job is tried again after this long, and then after twice as long each time. */
const RETRY_SECONDS = 30;

/** Without supervision and without the cron clock: pg-boss's own tables are all it may touch. */
const QUIET = { migrate: false, supervise: false, schedule: false } as const;

/** What pg-boss runs its statements through. */
export function executorOf(client: postgres.Sql) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      // A client wrapped by Drizzle passes JSON and dates through as they are, so they are made text here.
      const rows = await client.unsafe(text, values.map(parameter));
      return { rows: [...rows] };
    },
  };
}

function parameter(value: unknown): string | number | boolean | null | string[] {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(String);
  return JSON.stringify(value);
}

const sender = new PgBoss({
  ...QUIET,
  db: {
    executeSql: () => Promise.reject(new Error("A job is sent in the transaction of the change it follows.")),
  },
});

/**
 * Sends a job in the caller's transaction: no change, no job.
 * @param options `onceInSeconds` drops the job when one of its kind was sent in the same slot of the database's clock;
 *   `afterSeconds` lets it wait
 */
export async function enqueue<N extends JobName>(
  tx: Transaction,
  name: N,
  payload: JobPayload<N>,
  options: { onceInSeconds?: number; afterSeconds?: number } = {},
): Promise<void> {
  await sender.send(name, JOBS[name].payload.parse(payload), {
    db: executorOf(clientOf(tx)),
    ...(options.onceInSeconds ? { singletonSeconds: options.onceInSeconds } : {}),
    ...(options.afterSeconds ? { startAfter: options.afterSeconds } : {}),
  });
}

function clientOf(tx: Transaction): postgres.Sql {
  const { session } = tx._;
  if (session instanceof PostgresJsSession) return session.client;
  throw new Error("Jobs are sent in a transaction of postgres.js.");
}

/**
 * Makes pg-boss's schema and every queue, which is DDL, and lets the runtime role use them. Called while migrating.
 * @param ownerUrl PostgreSQL URL of the role that owns the database
 */
export async function prepareQueues(ownerUrl: string): Promise<void> {
  const database = openDatabase(ownerUrl, { max: 1 });
  const client = database.$client;
  try {
    const boss = new PgBoss({ ...QUIET, migrate: true, db: executorOf(client) });
    await boss.start();
    for (const name of jobNames()) await createQueue(boss, name, JOBS[name]);
    await client.unsafe("grant usage on schema pgboss to castellan_runtime");
    await client.unsafe(
      "grant select, insert, update, delete on all tables in schema pgboss to castellan_runtime",
    );
    await boss.stop({ graceful: false });
  } finally {
    await closeDatabase(database);
  }
}

export function jobNames(): JobName[] {
  return Object.keys(JOBS).filter((name): name is JobName => name in JOBS);
}

async function createQueue(boss: PgBoss, name: JobName, queue: Queue): Promise<void> {
  const { policy, retryLimit, retryDelay = RETRY_SECONDS, expireInSeconds } = queue;
  await boss.createQueue(name, { name, policy, retryLimit, retryDelay, retryBackoff: true, expireInSeconds });
}
