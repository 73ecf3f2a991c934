import { expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { createMemberImport } from "#app/domain/identity/create-member-import.server.ts";
import { emptyMemberImports } from "#app/domain/identity/empty-member-imports.server.ts";
import { inviteImported } from "#app/domain/identity/invite-imported.server.ts";
import {
  getMemberImport,
  listImportLines,
  listImportLinesAfter,
  listMemberImports,
} from "#app/domain/identity/member-import-queries.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { startMemberImport } from "#app/domain/identity/start-member-import.server.ts";
import { withdrawMemberImport } from "#app/domain/identity/withdraw-member-import.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { invite, later } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const ALL = { page: 1, perPage: 100 };

const fileOf = (people: number, domain: string) =>
  `email,name\n${Array.from({ length: people }, (_, n) => `p${n}@${domain},Person ${n}`).join("\n")}`;

const system = (org: TestOrganization, now = NOON): Ctx => ({
  ...asOperator(org, now),
  actor: { kind: "system", job: "invite_imported" },
});

const judged = async (ctx: Ctx, importId: string) =>
  (await listImportLines(ctx, { importId }, ALL)).rows.map(({ line, outcome, why }) => [line, outcome, why]);

const invitationsOf = (org: TestOrganization) =>
  database.admin`select id, email, name, role, team_ids, invited_by from invitation where org_id = ${org.id} order by email`;

const jobsOf = (org: TestOrganization, name: string) =>
  database.admin`select id, start_after from pgboss.job where name = ${name} and data->>'orgId' = ${org.id}`;

async function runAll(org: TestOrganization, importId: string, limit = 100) {
  while ((await inviteImported(system(org), { importId, limit })).isMore);
}

test("each line is told apart before anybody is invited: ready, member, invited, repeated, odd and why", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  const member = await createMember(org, "member");
  const team = await createTeamOf(org, []);
  await invite(org, "member", "open@example.test");
  const ctx = as(org, admin);
  const text = [
    "Teams;Role;Name;Email",
    `${team.name.toUpperCase()};Approver;Ada Søren 👩‍💻;Ada@Example.TEST`,
    `;;Member;${member.email.toUpperCase()}`,
    ";;Open;open@example.test",
    ";;Twice;ADA@example.test",
    `;;${"n".repeat(300)};long@example.test`,
    ";;نور الهدى;noor@example.test",
    ";;a\u202egnp;hidden@example.test",
    ";owner;Boss;boss@example.test",
    ";king;Rex;rex@example.test",
    "Nowhere;;Lost;lost@example.test",
    ";;Nobody;not-an-address",
    ";;;nameless@example.test",
    ";;Comma;comma@example.test;more",
  ].join("\n");
  const before = await invitationsOf(org);
  const made = await expectOneEvent(org, ctx, "member_import.create", () =>
    createMemberImport(ctx, { text }),
  );
  expect(made.ready).toBe(2);
  expect(await invitationsOf(org)).toEqual(before);
  expect(await judged(ctx, made.id)).toEqual([
    [2, "ready", null],
    [3, "member", "Is a member already."],
    [4, "open", "Was invited already and may still accept."],
    [5, "repeated", "Line 2 has this address already."],
    [6, "odd", "A name has at most 80 characters."],
    [7, "ready", null],
    [8, "odd", "Use visible characters only."],
    [9, "odd", "Only an owner can invite somebody as owner."],
    [10, "odd", "There is no role called king."],
    [11, "odd", "There is no team called Nowhere."],
    [12, "odd", expect.stringContaining("such as name@example.com")],
    [13, "odd", "Write the person's name."],
    [14, "odd", expect.stringContaining("more fields than there are columns")],
  ]);
  await startMemberImport(ctx, { importId: made.id });
  await runAll(org, made.id);
  const rows = (await invitationsOf(org)).filter((row) => row.invited_by === admin.id);
  expect(rows).toMatchObject([
    { email: "ada@example.test", name: "Ada Søren 👩‍💻", role: "approver", team_ids: [team.id] },
    { email: "noor@example.test", name: "نور الهدى", role: "member", team_ids: [] },
  ]);
});

test("an import invites in the name of whoever started it: an event each under its id, and its own at the end", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const { id } = await createMemberImport(ctx, { text: fileOf(5, `${org.slug}.test`) });
  await expectOneEvent(org, ctx, "member_import.start", () => startMemberImport(ctx, { importId: id }));
  await expect(startMemberImport(ctx, { importId: id })).rejects.toThrow(Conflict);
  const from = (await auditEvents(org)).length;
  await runAll(org, id, 2);
  const events = (await auditEvents(org)).slice(from);
  expect(events.map((event) => event.verb)).toEqual([
    ...Array(5).fill("invitation.create"),
    "member_import.finish",
  ]);
  expect(events.slice(0, 5).every((event) => event.actor_member_id === org.owner.id)).toBe(true);
  const batches = await database.admin`
    select distinct batch_id from audit_event where org_id = ${org.id} and verb = 'invitation.create'`;
  expect(batches).toMatchObject([{ batch_id: id }]);
  expect(await getMemberImport(ctx, id)).toMatchObject({
    state: "done",
    invited: 5,
    refused: 0,
    endedAt: NOON,
  });
  const text = JSON.stringify(await database.admin`select * from audit_event where org_id = ${org.id}`);
  expect(text).not.toMatch(/Person|@/);
});

test("broken off in the middle and carried out by several at once, nobody is invited or mailed twice", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const { id } = await createMemberImport(ctx, { text: fileOf(30, "broken.test") });
  await startMemberImport(ctx, { importId: id });
  await inviteImported(system(org), { importId: id, limit: 10 });
  const stopped = inviteImported(
    { ...system(org), requestId: "\0 no text PostgreSQL takes" },
    { importId: id, limit: 10 },
  );
  await expect(stopped).rejects.toThrow();
  expect(await invitationsOf(org)).toHaveLength(10);
  await Promise.all(Array.from({ length: 5 }, () => inviteImported(system(org), { importId: id, limit: 7 })));
  await runAll(org, id);
  expect(await invitationsOf(org)).toHaveLength(30);
  expect(await jobsOf(org, "mail_invitation")).toHaveLength(30);
  expect(await getMemberImport(ctx, id)).toMatchObject({ state: "done", invited: 30, refused: 0 });
});

test("what changed after the look is refused line by line: a member meanwhile, a team gone, another invitation", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const team = await createTeamOf(org, []);
  const text = `email,name,teams\na@late.test,A,${team.name}\nb@late.test,B,\nc@late.test,C,`;
  const { id } = await createMemberImport(ctx, { text });
  await database.admin`update team set archived_at = now() where id = ${team.id}`;
  await invite(org, "member", "b@late.test");
  await startMemberImport(ctx, { importId: id });
  await runAll(org, id);
  expect(await judged(ctx, id)).toEqual([
    [2, "refused", expect.stringContaining("no such team")],
    [3, "refused", expect.stringContaining("was invited already")],
    [4, "invited", null],
  ]);
  expect(await getMemberImport(ctx, id)).toMatchObject({ state: "done", invited: 1, refused: 2 });
});

test("an import started by somebody who left or lost the right meanwhile invites nobody", async () => {
  const org = await createOrganization(database.db);
  const [leaver, demoted] = [await createMember(org, "admin"), await createMember(org, "admin")];
  const started = async (who: typeof leaver, domain: string) => {
    const { id } = await createMemberImport(as(org, who), { text: fileOf(2, domain) });
    await startMemberImport(as(org, who), { importId: id });
    return id;
  };
  const [left, lost] = [await started(leaver, "left.test"), await started(demoted, "lost.test")];
  await removeMember(as(org, org.owner), { memberId: leaver.id });
  await changeRole(as(org, org.owner), { memberId: demoted.id, role: "member" });
  for (const id of [left, lost]) await runAll(org, id);
  expect(await invitationsOf(org)).toEqual([]);
  expect(await getMemberImport(as(org, org.owner), left)).toMatchObject({ invited: 0, refused: 2 });
  expect(await judged(as(org, org.owner), lost)).toEqual([
    [2, "refused", expect.stringContaining("You cannot do that as member")],
    [3, "refused", expect.stringContaining("You cannot do that as member")],
  ]);
});

test("a file sent twice makes one import, another's form makes none, and an eleventh waits", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const id = "01a21a6f-0000-7000-8000-00000000cafe";
  const twice = await Promise.all(
    [1, 2].map(() => createMemberImport(ctx, { id, text: fileOf(1, "x.test") })),
  );
  expect(twice.map((made) => made.id)).toEqual([id, id]);
  const admin = as(org, await createMember(org, "admin"));
  await expect(createMemberImport(admin, { id, text: fileOf(1, "x.test") })).rejects.toThrow(Conflict);
  for (let n = 0; n < 9; n++) await createMemberImport(ctx, { text: fileOf(1, "x.test") });
  await expect(createMemberImport(ctx, { text: fileOf(1, "x.test") })).rejects.toThrow(Conflict);
  await withdrawMemberImport(ctx, { importId: id });
  await createMemberImport(ctx, { text: fileOf(1, "x.test") });
});

test("an import without anybody to invite, a discarded one and one that ended are not started", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const none = await createMemberImport(ctx, { text: `email,name\n${org.owner.email},Me` });
  await expect(startMemberImport(ctx, { importId: none.id })).rejects.toThrow("Nobody in this file");
  const one = await createMemberImport(ctx, { text: fileOf(3, "stop.test") });
  await startMemberImport(ctx, { importId: one.id });
  await inviteImported(system(org), { importId: one.id, limit: 1 });
  await expectOneEvent(org, ctx, "member_import.withdraw", () =>
    withdrawMemberImport(ctx, { importId: one.id }),
  );
  await runAll(org, one.id);
  expect(await invitationsOf(org)).toHaveLength(1);
  expect(await listImportLines(ctx, { importId: one.id }, ALL)).toMatchObject({ rows: [] });
  await expect(startMemberImport(ctx, { importId: one.id })).rejects.toThrow("discarded");
  await expect(withdrawMemberImport(ctx, { importId: one.id })).rejects.toThrow(Conflict);
});

test("names and addresses go a week after an import ended, and a day after one nobody started", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const unstarted = await createMemberImport(ctx, { text: fileOf(2, "wait.test") });
  const done = await createMemberImport(ctx, { text: fileOf(2, "done.test") });
  const running = await createMemberImport(ctx, { text: fileOf(2, "run.test") });
  for (const { id } of [done, running]) await startMemberImport(ctx, { importId: id });
  await runAll(org, done.id);
  const empty = (days: number) => emptyMemberImports(system(org, later(days)), { limit: 5 });
  expect(await empty(0.9)).toEqual({ emptied: 0 });
  expect(await empty(1)).toEqual({ emptied: 1 });
  expect(await getMemberImport(ctx, unstarted.id)).toMatchObject({ state: "withdrawn", lines: 2 });
  expect(await empty(6.9)).toEqual({ emptied: 0 });
  await expectOneEvent(org, system(org), "member_import.empty", () => empty(7));
  const left =
    await database.admin`select distinct import_id from member_import_line where org_id = ${org.id}`;
  expect(left).toMatchObject([{ import_id: running.id }]);
});

test("5,000 people are looked at, and mails of invitations are spread over the minutes the limit asks for", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const { id, ready } = await createMemberImport(ctx, { text: fileOf(5_000, "many.test") });
  expect(ready).toBe(5_000);
  await startMemberImport(ctx, { importId: id });
  for (let batch = 0; batch < 5; batch++) await inviteImported(system(org), { importId: id, limit: 100 });
  expect(await getMemberImport(ctx, id)).toMatchObject({ state: "running", invited: 500 });
  const spread = await database.admin`
    select extract(epoch from start_after - created_on)::int / 60 as minute, count(*)::int as mails
    from pgboss.job where name = 'mail_invitation' and data->>'orgId' = ${org.id} group by 1 order by 1`;
  expect(spread.map((row) => [row.minute, row.mails])).toEqual([
    [0, 120],
    [1, 120],
    [2, 120],
    [3, 120],
    [4, 20],
  ]);
  const which = { importId: id, outcome: "ready" } as const;
  const page = await listImportLinesAfter(ctx, which, { limit: 200, cursor: "4990" });
  expect(page.rows.map((row) => row.line)).toEqual(Array.from({ length: 11 }, (_, n) => 4_991 + n));
  expect(page.nextCursor).toBeNull();
});

test("whoever may not invite looks at, starts, stops and reads no import, and nobody another organization's", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const text = fileOf(1, "wall.test");
  const { id: importId } = await createMemberImport(ctx, { text });
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    const weak = as(org, await createMember(org, role));
    for (const call of [
      async () => createMemberImport(weak, { text }),
      async () => startMemberImport(weak, { importId }),
      async () => withdrawMemberImport(weak, { importId }),
      async () => inviteImported(weak, { importId, limit: 1 }),
      async () => emptyMemberImports(weak, { limit: 1 }),
      async () => getMemberImport(weak, importId),
      async () => listMemberImports(weak),
      async () => listImportLines(weak, { importId }, ALL),
    ]) {
      await expectForbidden(org, call);
    }
  }
  const stranger = as(other, other.owner);
  await expectNotFound(org, async () => startMemberImport(stranger, { importId }));
  await expectNotFound(org, async () => withdrawMemberImport(stranger, { importId }));
  await expectNotFound(org, async () => getMemberImport(stranger, importId));
  expect(await listImportLinesAfter(stranger, { importId }, { limit: 10 })).toEqual({
    rows: [],
    nextCursor: null,
  });
  expect(() => listImportLinesAfter(ctx, { importId }, { limit: 10, cursor: "x" })).toThrow(Invalid);
  expect(await listMemberImports(stranger)).toEqual([]);
  expect((await listImportLines(stranger, { importId }, ALL)).rows).toEqual([]);
  expect(await inviteImported(system(other), { importId, limit: 1 })).toEqual({ invited: 0, isMore: false });
  await expect(async () => createMemberImport(asOperator(org), { text })).rejects.toThrow(Forbidden);
});
