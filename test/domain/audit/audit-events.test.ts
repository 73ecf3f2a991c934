import { uuidv7 } from "uuidv7";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { differencesOf } from "#app/domain/audit/audit-differences.ts";
import { auditEventId, firstIdAt } from "#app/domain/audit/audit-event-id.server.ts";
import type { AuditEventView } from "#app/domain/audit/audit-inputs.ts";
import { getAuditEvent, listAuditEvents } from "#app/domain/audit/audit-queries.server.ts";
import type { AuditVerb } from "#app/domain/audit/audit-verbs.ts";
import { exportAudit } from "#app/domain/audit/export-audit.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
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
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOON.getTime() + minutes * MINUTE);

async function note(
  org: TestOrganization,
  who: TestMember | "operator",
  verb: AuditVerb,
  minutes: number,
  target: string = uuidv7(),
): Promise<void> {
  const ctx = who === "operator" ? asOperator(org, at(minutes)) : as(org, who, { now: at(minutes) });
  await inTransaction(ctx, (tx) => recordAudit(tx, ctx, { verb, target: { kind: "team", id: target } }));
}

async function exported(pages: AsyncGenerator<AuditEventView[]>): Promise<AuditEventView[]> {
  const all: AuditEventView[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

describe("audit events", () => {
  test("are listed newest first by the moment they happened, whatever order they were written in", async () => {
    const org = await createOrganization(database.db);
    for (const minutes of [5, 1, 9, 3]) await note(org, org.owner, "team.create", minutes);
    const { rows } = await listAuditEvents(as(org, org.owner), {}, { limit: 50 });
    expect(rows.map((row) => row.at)).toEqual([9, 5, 3, 1].map((minutes) => at(minutes).toISOString()));
  });

  test("are read page after page without a gap or a repeat", async () => {
    const org = await createOrganization(database.db);
    for (let minutes = 0; minutes < 7; minutes += 1) await note(org, org.owner, "team.create", minutes);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAuditEvents(as(org, org.owner), {}, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map((row) => row.at));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((minutes) => at(minutes).toISOString()));
  });

  test("are narrowed by actor, action, target and time, all at once", async () => {
    const org = await createOrganization(database.db);
    const admin = await createMember(org, "admin");
    const target = uuidv7();
    await note(org, admin, "team.create", 10, target);
    await note(org, org.owner, "team.create", 11, target);
    await note(org, admin, "member.remove", 12, target);
    await note(org, admin, "team.create", 13);
    await note(org, admin, "team.create", 30, target);
    await note(org, "operator", "organization.create", 31);
    const found = async (filter: Parameters<typeof listAuditEvents>[1]) =>
      (await listAuditEvents(as(org, org.owner), filter, { limit: 50 })).rows.length;
    expect(await found({})).toBe(6);
    expect(await found({ actor: admin.id })).toBe(4);
    expect(await found({ actor: "operator" })).toBe(1);
    expect(await found({ actor: "system" })).toBe(0);
    expect(await found({ verb: "team.create" })).toBe(4);
    expect(await found({ target })).toBe(4);
    expect(await found({ from: at(12).toISOString(), to: at(30).toISOString() })).toBe(2);
    expect(await found({ actor: admin.id, verb: "team.create", target, to: at(30).toISOString() })).toBe(1);
  });

  test("are for those who may read the record, with a key only when it has the scope", async () => {
    const org = await createOrganization(database.db);
    for (const role of ["approver", "member"] as const) {
      const ctx = as(org, await createMember(org, role));
      await expectForbidden(org, async () => listAuditEvents(ctx, {}, { limit: 1 }));
      await expectForbidden(org, () => exportAudit(ctx, {}));
    }
    const auditor = await createMember(org, "auditor");
    await expectForbidden(org, async () =>
      listAuditEvents(as(org, auditor, { scopes: ["read"] }), {}, { limit: 1 }),
    );
    await listAuditEvents(as(org, auditor, { scopes: ["audit"] }), {}, { limit: 1 });
  });

  test("of another organization do not exist here", async () => {
    const org = await createOrganization(database.db);
    const other = await createOrganization(database.db);
    await note(other, other.owner, "team.create", 1);
    const [theirs] = (await listAuditEvents(as(other, other.owner), {}, { limit: 1 })).rows;
    const ctx = as(org, org.owner);
    await expectNotFound(org, () => getAuditEvent(ctx, theirs?.id ?? ""));
    expect((await listAuditEvents(ctx, { actor: other.owner.id }, { limit: 50 })).rows).toEqual([]);
    expect((await listAuditEvents(ctx, { target: theirs?.target.id ?? "" }, { limit: 50 })).rows).toEqual([]);
    expect(await getAuditEvent(as(other, other.owner), theirs?.id ?? "")).toEqual(theirs);
  });
});

describe("an export of the record", () => {
  test("holds every event before it once, and leaves one event with the filter and the count", async () => {
    const org = await createOrganization(database.db);
    const auditor = await createMember(org, "auditor");
    for (let minutes = 0; minutes < 5; minutes += 1) await note(org, org.owner, "team.create", minutes);
    await note(org, org.owner, "member.remove", 5);
    const ctx = as(org, auditor, { now: at(60) });
    const made = await expectOneEvent(org, ctx, "audit.export", () =>
      exportAudit(ctx, { verb: "team.create" }),
    );
    expect(made.events).toBe(5);
    expect((await exported(made.pages)).map((event) => event.at)).toEqual(
      [4, 3, 2, 1, 0].map((minutes) => at(minutes).toISOString()),
    );
    const [last] = (await listAuditEvents(ctx, {}, { limit: 1 })).rows;
    expect(last).toMatchObject({ verb: "audit.export", after: { verb: "team.create", events: 5 } });
  });

  test("of more than one page has neither gap nor repeat", async () => {
    const org = await createOrganization(database.db);
    const ctx = as(org, org.owner);
    await inTransaction(ctx, async (tx) => {
      for (let i = 0; i < 1_203; i += 1)
        await recordAudit(tx, ctx, { verb: "team.create", target: { kind: "team", id: uuidv7() } });
    });
    const made = await exportAudit(as(org, org.owner, { now: at(1) }), {});
    const ids = (await exported(made.pages)).map((event) => event.id);
    expect(made.events).toBe(1_203);
    expect(ids).toHaveLength(1_203);
    expect(new Set(ids).size).toBe(1_203);
  });
});

describe("the id of an event", () => {
  test("sorts by the event's moment and, within a millisecond, by the order of writing", () => {
    const ids = [at(1), at(1), at(1), at(2)].map(auditEventId);
    expect([...ids].sort()).toEqual(ids);
    expect(auditEventId(at(0)) < (ids[0] ?? "")).toBe(true);
  });

  test("of a moment is never below the first id of that moment nor above the next one's", () => {
    for (let i = 0; i < 100; i += 1) {
      const id = auditEventId(at(i));
      expect(firstIdAt(at(i)) <= id && id < firstIdAt(new Date(at(i).getTime() + 1))).toBe(true);
    }
  });
});

test("before and after are shown field by field, and a field only one side has is told apart from an empty one", () => {
  expect(
    differencesOf(
      { role: "member", teams: ["a", "b"] },
      { role: "admin", until: null, scope: { all: true } },
    ),
  ).toEqual([
    { field: "role", before: "member", after: "admin" },
    { field: "teams", before: "a, b", after: undefined },
    { field: "until", before: undefined, after: "none" },
    { field: "scope", before: undefined, after: '{"all":true}' },
  ]);
  expect(differencesOf(null, null)).toEqual([]);
});
