import { count, not, sql } from "drizzle-orm";
import {
  type DeadJob,
  type QueueFacts,
  readDeadJobs,
  readLastSweep,
  readQueueFacts,
} from "#app/db/queue-facts.server.ts";
import { sealingKeyId } from "#app/db/seal.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { type Heartbeat, heartbeatOf } from "#app/domain/identity/operations-rules.ts";
import { sealedSecret } from "#app/domain/identity/secret-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

const MOST_DEAD = 50;

export type Operations = {
  heartbeat: Heartbeat;
  /** Of the whole installation: numbers only. */
  queues: QueueFacts[];
  /** Of this organization only; at most 50. */
  deadJobs: DeadJob[];
  /** Secrets of this organization: all, and those a former key still seals. */
  secrets: { sealed: number; withFormerKey: number };
  database: { version: string };
};

/** How this installation works, for an owner: numbers of all, names and jobs of their own organization only. */
export function getOperations(ctx: Ctx): Promise<Operations> {
  permit(ctx, "operations.read");
  return inTransaction(ctx, async (tx) => {
    const isOld = not(sql`starts_with(${sealedSecret.sealed}, ${`v1.${sealingKeyId()}.`})`);
    const [secrets] = await tx
      .select({ sealed: count(), withFormerKey: sql<number>`count(*) filter (where ${isOld})::int` })
      .from(sealedSecret)
      .where(inOrg(ctx, sealedSecret));
    const [database] = await tx.execute<{ version: string }>(
      sql`select current_setting('server_version') as version`,
    );
    return {
      heartbeat: heartbeatOf(await readLastSweep(tx), ctx.now),
      queues: await readQueueFacts(tx),
      deadJobs: await readDeadJobs(tx, ctx.orgId, MOST_DEAD),
      secrets: secrets ?? { sealed: 0, withFormerKey: 0 },
      database: { version: database?.version ?? "unknown" },
    };
  });
}

/** Whether the sweep still goes round, for the banner that owners see. */
export function getHeartbeat(ctx: Ctx): Promise<Heartbeat> {
  permit(ctx, "operations.read");
  return inTransaction(ctx, async (tx) => heartbeatOf(await readLastSweep(tx), ctx.now));
}
