import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { enqueue } from "#app/db/queue.server.ts";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { startWorker, type Worker } from "#app/jobs/worker.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { noMail } from "#test/support/smtp.ts";

const database = openTestDatabase();
beforeAll(() => setSealingKey(randomBytes(32)));
const started: Worker[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.stop()));
});

async function start(errors: unknown[], now: () => Date): Promise<void> {
  const { db, runtimeUrl: url } = database;
  started.push(await startWorker({ url, db, now, ...noMail, onError: (error) => errors.push(error) }));
}

test("two workers do one sweep a minute between them", async () => {
  const org = await createOrganization(database.db);
  await database.admin`insert into idempotency_key (org_id, member_id, route, key, body_hash, created_at, expires_at)
    values (${org.id}, ${org.owner.id}, 'POST /teams', ${uuidv7()}, 'x', ${NOON}, ${NOON})`;
  const errors: unknown[] = [];
  let sweeps = 0;
  const now = () => {
    sweeps += 1;
    return NOON;
  };
  await start(errors, now);
  await start(errors, now);
  await vi.waitFor(
    async () => {
      const [left] = await database.admin`select count(*)::int as n from idempotency_key`;
      const [done] =
        await database.admin`select count(*)::int as n from pgboss.job where state = 'completed'`;
      expect(left?.n).toBe(0);
      expect(done?.n).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 100 },
  );
  const slots = await database.db.execute<{ n: number }>(
    sql`select count(*)::int as n from pgboss.job group by singleton_on`,
  );
  expect(slots.map((slot) => slot.n)).toEqual(slots.map(() => 1));
  expect(sweeps).toBe(slots.length);
  expect(errors).toEqual([]);
});

test("a job that fails holds up no other, and is tried again later", async () => {
  const org = await createOrganization(database.db);
  const errors: string[] = [];
  const broken = uuidv7();
  await database.db.transaction(async (tx) => {
    for (let n = 0; n < 6; n += 1) await enqueue(tx, "tell", { orgId: org.id, eventId: broken });
  });
  await createTeam(as(org, org.owner), { name: "Payments" });
  const member = await createMember(org, "member");
  await changeRole(as(org, org.owner), { memberId: member.id, role: "approver" });
  const { db, runtimeUrl: url } = database;
  const onError = (_error: unknown, job: string) => errors.push(job);
  started.push(await startWorker({ url, db, now: () => NOON, ...noMail, onError }));
  await vi.waitFor(
    async () => {
      const told = await database.admin`select kind from notice where member_id = ${member.id}`;
      expect(told.map((row) => row.kind)).toEqual(["role_changed"]);
      const mails = await database.admin`select mail from notice where member_id = ${member.id}`;
      expect(mails.map((row) => row.mail)).toEqual(["not_set_up"]);
    },
    { timeout: 25_000, interval: 100 },
  );
  const again = await database.admin`select state from pgboss.job
    where name = 'tell' and data->>'eventId' = ${broken} group by state`;
  expect(again.map((row) => row.state)).toEqual(["retry"]);
  expect(new Set(errors)).toEqual(new Set(["tell"]));
});
