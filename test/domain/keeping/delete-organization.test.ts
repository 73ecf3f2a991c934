import { expect, test } from "vitest";
import { Conflict, FreshProofNeeded, Invalid } from "#app/domain/errors.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { cancelDeletion } from "#app/domain/keeping/cancel-deletion.server.ts";
import { confirmDeletion } from "#app/domain/keeping/confirm-deletion.server.ts";
import { deleteOrganization } from "#app/domain/keeping/delete-organization.server.ts";
import { findDeletion, getDeletionPlan } from "#app/domain/keeping/deletion-queries.server.ts";
import { CONFIRM_DAYS, WAITING_DAYS } from "#app/domain/keeping/deletion-rules.ts";
import { TABLES_IN_ORDER } from "#app/domain/keeping/deletion-words.ts";
import { requestDeletion } from "#app/domain/keeping/request-deletion.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import { stateOf } from "#test/attack/attack-world.ts";
import { write } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  createMember,
  createOrganization,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fillTenant } from "#test/support/full-tenants.ts";
import { later } from "#test/support/identity-factories.ts";
import { asJob, kindsFor, sentencesFor, tellAll } from "#test/support/notice-scenes.ts";
import { sealWithRandomKey } from "#test/support/sealing.ts";
import { noMail } from "#test/support/smtp.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
sealWithRandomKey();

type Scene = { org: TestOrganization; second: TestMember };

async function scene(): Promise<Scene> {
  const org = await createOrganization(database.db);
  return { org, second: await createMember(org, "owner") };
}

const ask = ({ org }: Scene, now = NOON) => requestDeletion(as(org, org.owner, { now }), { name: org.slug });

async function confirmed(here: Scene): Promise<string> {
  const { id } = await ask(here);
  await confirmDeletion(as(here.org, here.second), { deletionId: id });
  return id;
}

/** What failed of an organization in a sweep; others in this database were never meant to be swept. */
async function failedIn(org: TestOrganization, now: Date): Promise<string[]> {
  const failed: string[] = [];
  const onError = (_: unknown, job: string) => failed.push(job);
  await sweep({ db: database.db, now: () => now, ...noMail, onError }).catch((error: unknown) => {
    // a sweep says at its end that something failed, and of each by `onError`
    if (failed.length === 0) throw error;
  });
  return failed.filter((job) => job.includes(org.id));
}

const DUE = later(WAITING_DAYS);
const isThere = async (org: TestOrganization) =>
  (await database.admin`select 1 from organization where id = ${org.id}`).length === 1;

async function rowsLeft(orgId: string): Promise<Record<string, number>> {
  const tables = await database.admin<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;
  const left: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await database.admin.unsafe(`select count(*)::int as n from ${name} where org_id = $1`, [
      orgId,
    ]);
    if (row?.n > 0) left[name] = row?.n;
  }
  return left;
}

test("every table of an organization is deleted, and whatever points at a row before that row", async () => {
  const tables = await database.admin<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;
  expect([...TABLES_IN_ORDER, "organization_deletion"].toSorted()).toEqual(
    tables.map((one) => one.name).toSorted(),
  );
  const order: readonly string[] = TABLES_IN_ORDER;
  const keys = await database.admin<{ child: string; parent: string }[]>`
    select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`;
  const wrong = keys.filter(
    ({ child, parent }) =>
      order.includes(child) && order.includes(parent) && order.indexOf(child) > order.indexOf(parent),
  );
  expect(wrong.map(({ child, parent }) => `${child} before ${parent}`)).toEqual([]);
});

test("after two owners and the waiting time nothing of it is left but an id and a moment, and nothing of others is touched", async () => {
  const here = await scene();
  const { org } = here;
  const other = await createOrganization(database.db);
  for (const { id } of [org, other]) await fillTenant(database.admin, id, 1_500);
  await createMember(other, "member", { accountId: org.owner.accountId });
  await database.admin`insert into session (id, id_hash, account_id, created_at, last_seen_at, idle_expires_at, absolute_expires_at, openid_org_id, openid_identity_id)
    values (gen_random_uuid(), ${org.slug}, ${org.owner.accountId}, ${NOON}, ${NOON}, ${later(99)}, ${later(99)}, ${org.id}, gen_random_uuid())`;
  await confirmed(here);
  await tellAll(database.admin, org);
  const untouched = await stateOf(database.admin, other.id);
  let deletion = await deleteOrganization(asJob(org, later(WAITING_DAYS, new Date(NOON.getTime() - 1))), {
    limit: 10,
  });
  expect([deletion, await isThere(org)]).toEqual(["stays", true]);
  deletion = await deleteOrganization(asJob(org, DUE), { limit: 10 });
  expect(deletion).toBe("deleting");
  for (let steps = 0; deletion === "deleting" && steps < 200; steps += 1) {
    deletion = await deleteOrganization(asJob(org, DUE), { limit: 1_000 });
  }
  expect(deletion).toBe("gone");
  expect([await rowsLeft(org.id), await isThere(org)]).toEqual([{}, false]);
  expect(await database.admin`select * from pgboss.job where data->>'orgId' = ${org.id}`).toHaveLength(0);
  expect(await database.admin`select * from session where openid_org_id = ${org.id}`).toHaveLength(0);
  const [tombstone] = await database.admin`select * from deleted_organization where id = ${org.id}`;
  expect({ ...tombstone }).toEqual({ id: org.id, deleted_at: DUE });
  expect(await stateOf(database.admin, other.id)).toEqual(untouched);
  expect(await database.admin`select 1 from account where id = ${org.owner.accountId}`).toHaveLength(1);
}, 120_000);

test("the sweep deletes what is due in its turn, goes on after a crash, and looks after nothing else of it", async () => {
  const here = await scene();
  await fillTenant(database.admin, here.org.id, 300);
  await confirmed(here);
  const ctx = asJob(here.org, DUE);
  await deleteOrganization(ctx, { limit: 100 });
  await deleteOrganization(ctx, { limit: 100 });
  const crash = write(here.org, async (tx) => {
    await deleteOrganization({ ...ctx, tx }, { limit: 5_000 });
    throw new Error("The worker was killed.");
  });
  await expect(crash).rejects.toThrow(/killed/);
  expect(await isThere(here.org)).toBe(true);
  expect(await failedIn(here.org, DUE)).toEqual([]);
  expect(await isThere(here.org)).toBe(false);
}, 180_000);

test("once it has begun, no member is left, nothing lets anybody in, and it cannot be cancelled", async () => {
  const here = await scene();
  const { org, second } = here;
  await fillTenant(database.admin, org.id, 50);
  const id = await confirmed(here);
  await deleteOrganization(asJob(org, DUE), { limit: 1 });
  const left = await rowsLeft(org.id);
  for (const door of ["invitation", "openid_provider", "scim_token"]) expect(left[door] ?? 0, door).toBe(0);
  const active = await database.admin`select 1 from member where org_id = ${org.id} and removed_at is null`;
  expect(active).toHaveLength(0);
  const late = as(org, second, { now: DUE });
  await expect(cancelDeletion(late, { deletionId: id })).rejects.toThrow(/has begun/);
  await expect(confirmDeletion(late, { deletionId: id })).rejects.toThrow();
});

test("one owner alone deletes nothing, whichever memberships they have, and nothing is due before it is confirmed", async () => {
  const here = await scene();
  const { org } = here;
  const { id } = await ask(here);
  await expect(confirmDeletion(as(org, org.owner), { deletionId: id })).rejects.toThrow(
    /You asked for it yourself/,
  );
  expect(await deleteOrganization(asJob(org, later(CONFIRM_DAYS - 1)), { limit: 100 })).toBe("stays");
  expect(await deleteOrganization(asJob(org, later(900)), { limit: 100 })).toBe("stays");
  expect(await isThere(org)).toBe(true);
});

test("asking needs the name as it stands, a fresh proof and an owner; so does confirming but for the name", async () => {
  const here = await scene();
  const { org, second } = here;
  await expect(requestDeletion(as(org, org.owner), { name: "another" })).rejects.toBeInstanceOf(Invalid);
  const stale = as(org, org.owner, { provedAt: later(-1) });
  await expect((async () => requestDeletion(stale, { name: org.slug }))()).rejects.toBeInstanceOf(
    FreshProofNeeded,
  );
  const key = as(org, org.owner, { via: "api_key", scopes: ["admin"], provedAt: null });
  await expectForbidden(org, async () => requestDeletion(key, { name: org.slug }));
  const { id } = await expectOneEvent(org, as(org, org.owner), "organization.request_deletion", () =>
    ask(here),
  );
  for (const role of ["admin", "security", "approver", "member", "auditor"] as const) {
    const other = as(org, await createMember(org, role));
    await expectForbidden(org, async () => requestDeletion(other, { name: org.slug }));
    await expectForbidden(org, async () => confirmDeletion(other, { deletionId: id }));
    await expectForbidden(org, async () => cancelDeletion(other, { deletionId: id }));
    await expectForbidden(org, async () => findDeletion(other));
  }
  const unproved = as(org, second, { provedAt: later(-1) });
  await expect((async () => confirmDeletion(unproved, { deletionId: id }))()).rejects.toBeInstanceOf(
    FreshProofNeeded,
  );
  const other = await scene();
  for (const step of [confirmDeletion, cancelDeletion]) {
    await expectNotFound(other.org, () => step(as(other.org, other.second), { deletionId: id }));
  }
  await expectOneEvent(org, as(org, second), "organization.confirm_deletion", () =>
    confirmDeletion(as(org, second), { deletionId: id }),
  );
  await expectOneEvent(org, unproved, "organization.cancel_deletion", () =>
    cancelDeletion(unproved, { deletionId: id }),
  );
});

test("two owners who ask at once make one request, two who confirm at once make one confirmation", async () => {
  const here = await scene();
  const { org, second } = here;
  const third = await createMember(org, "owner");
  const asked = await Promise.allSettled(
    [org.owner, second].map((owner) => requestDeletion(as(org, owner), { name: org.slug })),
  );
  expect(asked.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const { deletion } = await getDeletionPlan(as(org, third));
  const deletionId = deletion?.id ?? "";
  const fourth = await createMember(org, "owner");
  const confirmations = await Promise.allSettled(
    [third, fourth].map((owner) => confirmDeletion(as(org, owner), { deletionId })),
  );
  expect(confirmations.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await expect(confirmDeletion(as(org, third), { deletionId })).rejects.toThrow(/confirmed already/);
  await expect(requestDeletion(as(org, third), { name: org.slug })).rejects.toBeInstanceOf(Conflict);
});

test("cancelling at the moment it begins ends one way or the other, never half", async () => {
  for (let round = 0; round < 4; round += 1) {
    const here = await scene();
    const id = await confirmed(here);
    const [cancelled, begun] = await Promise.allSettled([
      cancelDeletion(as(here.org, here.org.owner, { now: DUE }), { deletionId: id }),
      deleteOrganization(asJob(here.org, DUE), { limit: 1 }),
    ]);
    const active =
      await database.admin`select 1 from member where org_id = ${here.org.id} and removed_at is null`;
    if (cancelled?.status === "fulfilled") {
      expect(begun).toMatchObject({ status: "fulfilled", value: "stays" });
      expect(active).toHaveLength(2);
      expect(await deleteOrganization(asJob(here.org, DUE), { limit: 1 })).toBe("stays");
    } else {
      expect(begun).toMatchObject({ status: "fulfilled", value: "deleting" });
      expect(active).toHaveLength(0);
    }
  }
});

test("when who asked or confirmed is no owner any more, it is cancelled before it begins, and every owner is told", async () => {
  for (const leaves of ["requester", "confirmer"] as const) {
    const here = await scene();
    const { org, second } = here;
    const third = await createMember(org, "owner");
    await confirmed(here);
    const leaver = leaves === "requester" ? org.owner : second;
    if (leaves === "requester") await removeMember(as(org, third), { memberId: leaver.id });
    else await changeRole(as(org, third), { memberId: leaver.id, role: "admin" });
    expect(await deleteOrganization(asJob(org, DUE), { limit: 100 })).toBe("stays");
    expect(await findDeletion(as(org, third))).toBeNull();
    await tellAll(database.admin, org, { now: DUE });
    expect(await kindsFor(org, third, DUE)).toContain("deletion_cancelled");
    expect(await deleteOrganization(asJob(org, later(900)), { limit: 100 })).toBe("stays");
    expect(await isThere(org)).toBe(true);
  }
});

test("whoever asked and is no owner any more can no longer be confirmed, nor does a removed owner confirm", async () => {
  const here = await scene();
  const { org, second } = here;
  const third = await createMember(org, "owner");
  const { id } = await ask(here);
  await removeMember(as(org, second), { memberId: third.id });
  await expectForbidden(org, () => confirmDeletion(as(org, third), { deletionId: id }));
  await changeRole(as(org, second), { memberId: org.owner.id, role: "admin" });
  await expect(confirmDeletion(as(org, second), { deletionId: id })).rejects.toThrow(/no longer an owner/);
});

test("a request nobody confirms in time is void, and may be asked anew; a clock set back begins nothing", async () => {
  const here = await scene();
  const { org, second } = here;
  const { id } = await ask(here);
  const late = later(CONFIRM_DAYS);
  expect(await findDeletion(as(org, second, { now: late }))).toBeNull();
  await expect(confirmDeletion(as(org, second, { now: late }), { deletionId: id })).rejects.toThrow(/void/);
  const again = await ask(here, late);
  const { dueAt } = await confirmDeletion(as(org, second, { now: late }), { deletionId: again.id });
  expect(dueAt).toEqual(later(WAITING_DAYS, late));
  expect(await deleteOrganization(asJob(org, NOON), { limit: 1 })).toBe("stays");
  expect(await deleteOrganization(asJob(org, dueAt), { limit: 1 })).toBe("deleting");
  expect(await deleteOrganization(asJob(org, NOON), { limit: 1 })).toBe("deleting");
});

test("every other owner is told at once, and a cancelled one may be asked for again", async () => {
  const here = await scene();
  const { org, second } = here;
  const admin = await createMember(org, "admin");
  const id = await confirmed(here);
  await cancelDeletion(as(org, second), { deletionId: id });
  await tellAll(database.admin, org);
  expect(await kindsFor(org, second)).toEqual(["deletion_requested"]);
  expect(await kindsFor(org, org.owner)).toEqual(
    expect.arrayContaining(["deletion_confirmed", "deletion_cancelled"]),
  );
  expect(await kindsFor(org, admin)).toEqual([]);
  expect((await sentencesFor(org, second)).join()).toContain("until 2026-11-30");
  expect((await ask(here)).id).not.toBe(id);
});

test("where there is one owner only, the operator's command is the second yes", async () => {
  const org = await createOrganization(database.db);
  const { id } = await requestDeletion(as(org, org.owner), { name: org.slug });
  expect(await getDeletionPlan(as(org, org.owner))).toMatchObject({ owners: 1, deletion: { isMine: true } });
  await confirmDeletion(asOperator(org), { deletionId: id });
  expect(await deleteOrganization(asJob(org, DUE), { limit: 1 })).toBe("deleting");
});

test("the database itself takes nothing out of the record of an organization that is not being deleted", async () => {
  const here = await scene();
  const { org } = here;
  await ask(here);
  for (const statement of [
    "select delete_record('audit_event', 10)",
    "select delete_organization('2099-01-01')",
  ]) {
    const attempt = write(org, (tx) => tx.execute(statement));
    await expect(attempt, statement).rejects.toThrow();
  }
  await confirmed(await scene());
  await expect(
    write(org, async (tx) => {
      await tx.execute(
        "update organization_deletion set confirmed_at = requested_at, due_at = requested_at, started_at = requested_at",
      );
      await tx.execute("select delete_record('audit_event', 10)");
    }),
  ).rejects.toThrow();
  expect(await database.admin`select 1 from audit_event where org_id = ${org.id}`).toHaveLength(1);
});
