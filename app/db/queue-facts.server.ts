import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#app/db/client.server.ts";

const instant = z.coerce.date().nullable();

const QueueFacts = z.object({
  name: z.string(),
  waiting: z.number(),
  running: z.number(),
  dead: z.number(),
  oldestWaitingAt: instant,
});
export type QueueFacts = z.infer<typeof QueueFacts>;

const DeadJob = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.coerce.date(),
  failedAt: instant,
  tries: z.number(),
  /** The kind of error, never its text. */
  error: z.string().nullable(),
});
export type DeadJob = z.infer<typeof DeadJob>;

type Executor = Database | Transaction;

/** Every queue of this installation in numbers, of all organizations together: no payload, no organization. */
export async function readQueueFacts(db: Executor): Promise<QueueFacts[]> {
  const found = await db.execute(sql`
    select q.name, count(j.id) filter (where j.state in ('created', 'retry'))::int as waiting,
      count(j.id) filter (where j.state = 'active')::int as running,
      count(j.id) filter (where j.state = 'failed')::int as dead,
      min(j.created_on) filter (where j.state in ('created', 'retry') and j.start_after <= j.created_on) as "oldestWaitingAt"
    from pgboss.queue q left join pgboss.job j on j.name = q.name
    where q.name not like '\\_\\_%' group by q.name order by q.name`);
  return z.array(QueueFacts).parse([...found]);
}

/** When a sweep last went through every organization; null when none did since the database was made. */
export async function readLastSweep(db: Executor): Promise<Date | null> {
  const [row] = await db.execute(sql`
    select max(completed_on) as at from pgboss.job where name = 'sweep' and state = 'completed'`);
  return instant.parse(row?.at ?? null);
}

/** Jobs of one organization that failed for good, newest first, at most `limit`. */
export async function readDeadJobs(db: Executor, orgId: string, limit: number): Promise<DeadJob[]> {
  const found = await db.execute(sql`
    select id, name, created_on as "createdAt", completed_on as "failedAt", retry_count + 1 as tries,
      output->>'error' as error
    from pgboss.job where state = 'failed' and data->>'orgId' = ${orgId}
    order by completed_on desc, id limit ${limit}`);
  return z.array(DeadJob).parse([...found]);
}

/** Forgets every job of an organization that is deleted. */
export async function forgetJobsOf(tx: Transaction, orgId: string): Promise<void> {
  await tx.execute(sql`delete from pgboss.job where data->>'orgId' = ${orgId}`);
  await tx.execute(sql`delete from pgboss.archive where data->>'orgId' = ${orgId}`);
}

/**
 * Lets a dead job of one organization run once more. Returns its name, or undefined when the organization has no dead
 * job of this id (any more).
 */
export async function reviveJob(tx: Transaction, orgId: string, id: string): Promise<string | undefined> {
  const [row] = await tx.execute<{ name: string }>(sql`
    update pgboss.job set state = 'retry', retry_limit = retry_count + 1, completed_on = null,
      start_after = created_on, keep_until = completed_on + interval '30 days'
    where id = ${id}::uuid and state = 'failed' and data->>'orgId' = ${orgId} returning name`);
  return row?.name;
}
