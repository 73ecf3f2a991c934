import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { ensureDemo } from "#app/demo.server.ts";
import { confirmDeletion } from "#app/domain/keeping/confirm-deletion.server.ts";
import { deleteOrganization } from "#app/domain/keeping/delete-organization.server.ts";
import { WAITING_DAYS } from "#app/domain/keeping/deletion-rules.ts";
import { requestDeletion } from "#app/domain/keeping/request-deletion.server.ts";
import { personKeys } from "#app/seed/demo-people.ts";
import { seedDemo } from "#app/seed.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, asOperator } from "#test/support/factories.ts";

const database = openTestDatabase();
const now = new Date();
const password = randomBytes(12).toString("hex");

beforeAll(async () => {
  setSealingKey(randomBytes(32));
  await seedDemo({ db: database.db, now, password });
}, 120_000);

async function counts(query: string): Promise<Record<string, number>> {
  const rows = await database.admin.unsafe<{ key: string; n: number }[]>(query);
  return Object.fromEntries(rows.map((row) => [row.key, row.n]));
}

test("the demo organization says that it is one, and its people sign in", async () => {
  const [org] = await database.admin`select is_demo from organization`;
  expect(org?.is_demo).toBe(true);
  const [people] =
    await database.admin`select count(*)::int as n from account where password_hash is not null`;
  expect(people?.n).toBe(personKeys.length + 1);
});

test("the demo organization shows every state a person can meet", async () => {
  const requests = await counts("select state as key, count(*)::int as n from request group by 1");
  expect(Object.keys(requests).sort()).toEqual([
    "approved",
    "denied",
    "expired",
    "pending_approval",
    "waiting_for_requester",
    "withdrawn",
  ]);
  const [grants] = await database.admin`select
    count(*) filter (where ends_at > ${now} and revoked_at is null and suspended_at is null)::int as active,
    count(*) filter (where ends_at <= ${now} and end_noted_at is not null)::int as ended,
    count(*) filter (where revoked_at is not null)::int as revoked,
    count(*) filter (where suspended_at is not null)::int as suspended from access_grant`;
  for (const n of Object.values(grants ?? {})) expect(n).toBeGreaterThan(0);
  const rules = await counts(
    "select rule as key, count(*)::int as n from finding where resolved_at is null group by 1",
  );
  expect(Object.keys(rules).sort()).toEqual([
    "home-mounted",
    "literal-secret",
    "plain-http",
    "shell-wrapper",
    "unpinned",
    "vulnerable-release",
    "zones-joined",
  ]);
  const [more] = await database.admin`select
    (select count(*)::int from server) as servers,
    (select count(*)::int from installation where removed_at is not null) as removed,
    (select count(*)::int from installation where returned_at is not null) as returned,
    (select count(*)::int from agent where review_by < ${now}) as overdue,
    (select count(*)::int from agent where reviewed_at is not null) as reviewed,
    (select count(*)::int from access_grant where agent_id is not null) as of_agents,
    (select count(*)::int from block where lifted_at is null) as blocked,
    (select count(*)::int from look where state = 'could_not_look') as looked_in_vain,
    (select count(*)::int from finding where accepted_until > ${now}) as accepted,
    (select count(*)::int from scanned_file where outcome = 'could_not_look') as unread`;
  expect(more?.servers).toBeGreaterThanOrEqual(25);
  for (const [name, n] of Object.entries(more ?? {})) expect(n, name).toBeGreaterThan(0);
});

test("every row of the demo organization came through a verb: what was decided is in the record, in order", async () => {
  const [row] = await database.admin`select
    (select count(*)::int from request) as requests,
    (select count(*)::int from audit_event where verb = 'request.create') as asked,
    (select count(*)::int from access_grant) as grants,
    (select count(*)::int from audit_event where verb = 'request.approve') as approved,
    (select bool_and(at <= ${now}) from audit_event) as past`;
  expect(row?.asked).toBe(row?.requests);
  expect(row?.approved).toBe(row?.grants);
  expect(row?.past).toBe(true);
  const order = await database.admin`select at from audit_event order by id`;
  const times = order.map((event) => Number(event.at));
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("the demo organization's coverage rises by what was decided, and the nights nobody counted are a gap", async () => {
  const days = await database.admin<{ day: string; approved: number; installations: number }[]>`
    select day::text, approved, installations from coverage_day order by day`;
  const share = (row = days[0]) => (row ? row.approved / row.installations : 0);
  expect(days.length).toBeGreaterThan(80);
  expect(share(days.at(-1))).toBeGreaterThan(share() + 0.2);
  const [gaps] = await database.admin`select max(day) - min(day) + 1 - count(*) as missing from coverage_day`;
  expect(Number(gaps?.missing)).toBe(2);
  const [teams] = await database.admin`select count(distinct team_id)::int as n from team_coverage_day`;
  expect(teams?.n).toBe(4);
});

test("the demo organization may be deleted like any other, and is not made again", async () => {
  const [org] = await database.admin`select o.id, m.id as owner, m.account_id from organization o
    join member m on m.org_id = o.id and m.role = 'owner' limit 1`;
  const owner = { id: org?.owner, accountId: org?.account_id, role: "owner", name: "", email: "" } as const;
  const here = { db: database.db, id: String(org?.id) };
  const [{ name } = { name: "" }] = await database.admin`select name from organization`;
  const { id: deletionId } = await requestDeletion(as(here, owner, { now }), { name });
  await confirmDeletion(asOperator(here, now), { deletionId });
  const due = new Date(now.getTime() + WAITING_DAYS * 86_400_000);
  let deletion = await deleteOrganization(asOperator(here, due), { limit: 500 });
  for (let steps = 0; deletion === "deleting" && steps < 100; steps += 1) {
    deletion = await deleteOrganization(asOperator(here, due), { limit: 500 });
  }
  expect(deletion).toBe("gone");
  const home = await mkdtemp(path.join(tmpdir(), "castellan-demo-"));
  const kept = { state: "made", email: "dana@demo.example", password };
  await writeFile(path.join(home, "demo-sign-in.json"), JSON.stringify(kept));
  const seed = () => Promise.reject(new Error("It would be made again."));
  expect(await ensureDemo(database.db, home, seed)).toBeUndefined();
  await rm(home, { recursive: true });
});
