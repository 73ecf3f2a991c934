import { expect, test } from "vitest";
import { getText } from "#app/domain/audit/free-text-queries.server.ts";
import { hashText } from "#app/domain/audit/keep-text.server.ts";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { Conflict, Forbidden, FreshProofNeeded } from "#app/domain/errors.ts";
import { listFormerMembers } from "#app/domain/identity/former-member-queries.server.ts";
import { listMemberNames } from "#app/domain/identity/member-name-queries.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { eraseMember } from "#app/domain/keeping/erase-member.server.ts";
import { ERASURES, type Person } from "#app/domain/keeping/erasure-places.server.ts";
import { getErasure } from "#app/domain/keeping/erasure-queries.server.ts";
import { erasedLabel, mentionPattern, soughtWords } from "#app/domain/keeping/erasure-rules.ts";
import { NOTHING_ABOUT_PEOPLE } from "#app/domain/keeping/harmless-columns.ts";
import { placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { findText, listTextColumns, placeTraces } from "#test/support/marked-person.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const PAGE = { page: 1, perPage: 25 };

async function leaver(org: TestOrganization): Promise<TestMember> {
  const who = await createMember(org, "security");
  await removeMember(as(org, org.owner), { memberId: who.id });
  return who;
}

const rowsOf = async (orgId: string) => {
  const rows = await database.admin`
    select id, name, email, account_id, erased_at from member where org_id = ${orgId} order by id`;
  return [...rows];
};

test("every column of text of every tenant table is either erased in a way or known to hold nothing about people", async () => {
  const nobody: Person = {
    orgId: "",
    now: new Date(0),
    accountId: "",
    memberIds: [],
    addresses: [],
    mention: "",
    label: "",
  };
  const goes = new Set(ERASURES.filter((one) => !one.set).map((one) => one.table));
  const changed = new Set(
    ERASURES.flatMap(({ table, set }) =>
      Object.keys(set?.(nobody) ?? {}).map((column) => `${table}.${column}`),
    ),
  );
  const harmless = new Set(
    Object.entries(NOTHING_ABOUT_PEOPLE).flatMap(([table, columns]) =>
      columns.split(" ").map((column) => `${table}.${column}`),
    ),
  );
  const present = (await listTextColumns(database.admin)).map(({ table, column }) => ({
    table,
    name: `${table}.${column}`,
  }));
  // of an installation that a request names, only what is listed changes
  const forgotten = present.filter(
    ({ table, name }) =>
      !changed.has(name) && !harmless.has(name) && !(goes.has(table) && table !== "installation"),
  );
  expect(forgotten.map(({ name }) => name)).toEqual([]);
  const names = new Set(present.map(({ name }) => name));
  expect([...harmless].filter((name) => !names.has(name))).toEqual([]);
  expect([...harmless].filter((name) => changed.has(name))).toEqual([]);
});

test("after erasing, no name, address or word of the person is left anywhere in the database", async () => {
  const org = await createOrganization(database.db);
  const who = await leaver(org);
  const marker = "Quibblefax";
  await placeTraces(database.admin, org, who, marker);
  const before = await findText(database.admin, marker);
  for (const place of [
    "agent.purpose",
    "agent.retire_reason",
    "api_key.name",
    "credential_place.account",
    "credential_place.places",
    "credential_place.reference",
    "device.name",
    "finding.sentence",
    "free_text.text",
    "idempotency_key.response",
    "installation.launch",
    "installation.launch_hash",
    "installation.name",
    "installation.path",
    "invitation.email",
    "look.reason",
    "mail_refusal.address",
    "launch_drift.approved_launch",
    "launch_drift.found_launch",
    "member.email",
    "member.name",
    "member_import_line.name",
    "notice.facts",
    "notice_telling.key",
    "openid_flow.return_to",
    "openid_flow.waiting",
    "openid_identity.subject",
    "publisher_word.publisher",
    "request.reason",
    "request_message.body",
    "scan.hash",
    "scanned_file.path",
    "scim_user.external_id",
    "scim_user.user_name",
    "search_term.term",
  ]) {
    expect(before, place).toContain(place);
  }
  const ctx = as(org, org.owner);
  const { kinds } = await getErasure(ctx, who.id);
  expect(Object.fromEntries(kinds.map(({ what, rows }) => [what, rows]))).toEqual({
    notices: 1,
    invitations: 2,
    links: 1,
    reports: 3,
    kept: 1,
    devices: 1,
    keys: 1,
    texts: 5,
    mentions: 9,
  });
  await expectOneEvent(org, ctx, "member.erase", () => eraseMember(ctx, { memberId: who.id }));
  expect(await findText(database.admin, marker)).toEqual([]);
  const touched = Object.keys((await erasureEvent(org)).forgotten);
  expect(touched.sort()).toEqual([...new Set(ERASURES.map((one) => one.table))].sort());
  const [said] = await database.admin`
    select text from free_text where org_id = ${org.id} and text like 'Because%'`;
  expect(said?.text).toBe(`Because (${erasedLabel(who.id)}) left; see ${erasedLabel(who.id)}, too.`);
  // that there was a secret which may still work is no word about a person
  const secrets = await database.admin`
    select state, installations, holders, ended_at is not null as "isEnded" from credential where org_id = ${org.id}`;
  expect([...secrets]).toEqual([{ state: "gone", installations: 1, holders: 1, isEnded: true }]);
});

test("erasing one person leaves every trace of another who left, and of whoever is here", async () => {
  const org = await createOrganization(database.db);
  const [who, other] = [await leaver(org), await leaver(org)];
  const here = await createMember(org, "member");
  await placeTraces(database.admin, org, who, "Quibblefax");
  await placeTraces(database.admin, org, other, "Ostrowski");
  await placeTraces(database.admin, org, here, "Vanderbloom");
  const places = () =>
    Promise.all(["Ostrowski", "Vanderbloom"].map((marker) => findText(database.admin, marker)));
  const before = await places();
  await eraseMember(as(org, org.owner), { memberId: who.id });
  expect(await places()).toEqual(before);
  const counts = await getErasure(as(org, org.owner), other.id);
  expect(Object.fromEntries(counts.kinds.map(({ what, rows }) => [what, rows]))).toMatchObject({
    texts: 5,
    mentions: 9,
  });
});

async function erasureEvent(org: TestOrganization): Promise<{ erased: boolean; forgotten: object }> {
  const [row] = await database.admin`
    select after from audit_event where org_id = ${org.id} and verb = 'member.erase'`;
  return row?.after;
}

test("the record stays and still proves itself: ids hold, only the words of the erased prove nothing", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "security");
  const server = await placeServer(org);
  const other = await placeServer(org);
  await blockServer(as(org, who), { serverId: server.id, reason: "Leaks." });
  await blockServer(as(org, org.owner), { serverId: other.id, reason: "Leaks too." });
  await removeMember(as(org, org.owner), { memberId: who.id });
  const record = () => database.admin`
    select id, verb, actor_member_id, target_id, before, after from audit_event
    where org_id = ${org.id} and verb <> 'member.erase' order by id`;
  const before = [...(await record())];
  await eraseMember(as(org, org.owner), { memberId: who.id });
  expect([...(await record())]).toEqual(before);
  const blocks = before.filter((event) => event.verb === "server.block");
  const [theirs, ours] = await Promise.all(
    blocks.map((event) => getText(as(org, org.owner), event.after.reason.id)),
  );
  expect(theirs).toMatchObject({ text: "Erased.", salt: null, hash: null, authorId: who.id });
  expect(theirs?.erasedAt).not.toBeNull();
  expect(hashText(ours?.salt ?? "", ours?.text ?? "")).toBe(blocks[1]?.after.reason.hash);
});

test("two erased people are told apart, and lists that name them go on", async () => {
  const org = await createOrganization(database.db);
  const first = await leaver(org);
  const second = await leaver(org);
  const ctx = as(org, org.owner);
  for (const { id } of [first, second]) await eraseMember(ctx, { memberId: id });
  const { rows, total } = await listFormerMembers(ctx, PAGE);
  expect(total).toBe(2);
  expect(rows.map((row) => row.name).sort()).toEqual([first, second].map(({ id }) => erasedLabel(id)).sort());
  expect(rows.every((row) => row.erasedAt && row.email.endsWith("@erased.invalid"))).toBe(true);
  expect((await listMemberNames(ctx)).map((row) => row.name)).toContain(erasedLabel(first.id));
});

test("only an owner with a fresh proof erases, never a key", async () => {
  const org = await createOrganization(database.db);
  const who = await leaver(org);
  const input = { memberId: who.id };
  for (const role of ["admin", "security", "approver", "member", "auditor"] as const) {
    const other = as(org, await createMember(org, role));
    await expectForbidden(org, async () => eraseMember(other, input));
    await expectForbidden(org, async () => getErasure(other, who.id));
    await expectForbidden(org, async () => listFormerMembers(other, PAGE));
  }
  const stale = as(org, org.owner, { provedAt: later(-1) });
  await expect((async () => eraseMember(stale, input))()).rejects.toBeInstanceOf(FreshProofNeeded);
  const key = as(org, org.owner, { via: "api_key", scopes: ["admin"], provedAt: null });
  await expect((async () => eraseMember(key, input))()).rejects.toBeInstanceOf(Forbidden);
  expect((await rowsOf(org.id)).every((row) => row.erased_at === null)).toBe(true);
});

test("nobody who is a member is erased, oneself least of all, and nobody of another organization", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const stays = await createMember(org, "member");
  const theirs = await leaver(other);
  const ctx = as(org, org.owner);
  for (const memberId of [stays.id, org.owner.id]) {
    await expect(eraseMember(ctx, { memberId })).rejects.toBeInstanceOf(Conflict);
    expect(await getErasure(ctx, memberId)).toMatchObject({
      why: expect.stringContaining("still a member"),
      kinds: [],
    });
  }
  await expectNotFound(org, () => eraseMember(ctx, { memberId: theirs.id }));
  await expectNotFound(org, () => getErasure(ctx, theirs.id));
});

test("somebody who is a member again is not erased; once they left again, every membership is", async () => {
  const org = await createOrganization(database.db);
  const who = await leaver(org);
  const back = await createMember(org, "member", { accountId: who.accountId });
  const ctx = as(org, org.owner);
  await expect(eraseMember(ctx, { memberId: who.id })).rejects.toThrow(/member again/);
  await removeMember(ctx, { memberId: back.id });
  await eraseMember(ctx, { memberId: who.id });
  const rows = (await rowsOf(org.id)).filter((row) => row.account_id === who.accountId);
  expect(rows.map((row) => row.name)).toEqual([who.id, back.id].map(erasedLabel));
  await expect(eraseMember(ctx, { memberId: back.id })).rejects.toThrow(/erased already/);
});

test("of two owners who erase at once, one does and one is told that it is done", async () => {
  const org = await createOrganization(database.db);
  const who = await leaver(org);
  const second = await createMember(org, "owner");
  const outcomes = await Promise.allSettled(
    [org.owner, second].map((owner) => eraseMember(as(org, owner), { memberId: who.id })),
  );
  expect(outcomes.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  const events = (await auditEvents(org)).filter((event) => event.verb === "member.erase");
  expect(events).toHaveLength(1);
});

test("whoever has the address now keeps their own invitation, and other organizations keep everything", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const who = await leaver(org);
  const next = await createMember(org, "member");
  await createMember(other, "member", { accountId: who.accountId });
  await database.admin`insert into invitation (org_id, id, email, name, role, team_ids, token_hash, created_at, expires_at, accepted_at, accepted_by)
    values (${org.id}, gen_random_uuid(), ${who.email}, 'Next', 'member', '{}', 'next', now(), now(), now(), ${next.id})`;
  const theirs = await rowsOf(other.id);
  await eraseMember(as(org, org.owner), { memberId: who.id });
  expect(await database.admin`select name from invitation where org_id = ${org.id}`).toHaveLength(1);
  expect(await rowsOf(other.id)).toEqual(theirs);
  const [account] = await database.admin`select email from account where id = ${who.accountId}`;
  expect(account?.email).toBe(who.email);
});

test("the operator may erase somebody at the server's own command line", async () => {
  const org = await createOrganization(database.db);
  const who = await leaver(org);
  await eraseMember(asOperator(org), { memberId: who.id });
  expect((await rowsOf(org.id)).filter((row) => row.erased_at)).toHaveLength(1);
});

test("a name is looked for as a word of its own, and a short one not at all", async () => {
  const found = async (name: string, text: string) => {
    const pattern = mentionPattern(soughtWords({ names: [name], addresses: ["a.b+c@example.test"] }));
    const [row] = await database.admin`select ${text}::text ~* ${pattern}::text as found`;
    return row?.found;
  };
  expect(await found("Anne (QA) [x]", "says anne (qa) [X].")).toBe(true);
  expect(await found("Anne Möller", "ANNE MÖLLER!")).toBe(true);
  expect(await found("Anne", "Joanne and Anneliese")).toBe(false);
  expect(await found("Al", "al")).toBe(false);
  expect(await found("Al", "to <A.B+C@example.test>")).toBe(true);
  expect(await found("Al", "axb+c@example.test")).toBe(false);
});
