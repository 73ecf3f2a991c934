import type postgres from "postgres";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { tellEvent } from "#app/domain/notifications/tell-event.server.ts";
import { as, NOON, type TestMember, type TestOrganization } from "#test/support/factories.ts";

type Org = { db: Database; id: string };

/** Acts as the job runner would. */
export function asJob(org: Org, now = NOON): Ctx {
  return {
    db: org.db,
    orgId: org.id,
    now,
    actor: { kind: "system", job: "test" },
    requestId: `test-${uuidv7()}`,
    from: null,
  };
}

/** Works off the jobs of an organization that tell people, in order, as often as `times` says. */
export async function tellAll(
  admin: postgres.Sql,
  org: Org,
  { now = NOON, times = 1 }: { now?: Date; times?: number } = {},
): Promise<void> {
  const jobs = await admin<{ id: string; event: string }[]>`
    select id, data->>'eventId' as event from pgboss.job
    where name = 'tell' and state = 'created' and data->>'orgId' = ${org.id} order by created_on, id`;
  for (const { id, event } of jobs) {
    for (let run = 0; run < times; run += 1) await tellEvent(asJob(org, now), event);
    await admin`update pgboss.job set state = 'completed', completed_on = now() where id = ${id}`;
  }
}

/** The kinds of notices somebody sees, newest first. */
export async function kindsFor(org: TestOrganization, who: TestMember, now = NOON): Promise<string[]> {
  const { rows } = await listNotices(as(org, who, { now }), {}, { limit: 50 });
  return rows.map((row) => row.kind);
}

/** The sentences somebody reads, newest first. */
export async function sentencesFor(org: TestOrganization, who: TestMember, now = NOON): Promise<string[]> {
  const { rows } = await listNotices(as(org, who, { now }), {}, { limit: 50 });
  return rows.map((row) => row.sentence);
}

/** The jobs of one kind that wait for an organization. */
export async function waitingJobs(
  admin: postgres.Sql,
  org: Org,
  name: "mail_notice" | "mail_digest",
): Promise<{ noticeId: string; digestId: string }[]> {
  const rows = await admin<{ data: { noticeId: string; digestId: string } }[]>`
    select data from pgboss.job where name = ${name} and state = 'created' and data->>'orgId' = ${org.id}
    order by created_on, id`;
  return rows.map((row) => row.data);
}
