import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Forbidden, Invalid } from "#app/domain/errors.ts";
import { addMember } from "#app/domain/identity/add-member.server.ts";
import { getApiKey, listApiKeys, listApiKeysAfter } from "#app/domain/identity/api-key-queries.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { listInvitations, listInvitationsAfter } from "#app/domain/identity/invitation-queries.server.ts";
import { countOwners, listMembers, listMembersAfter } from "#app/domain/identity/member-queries.server.ts";
import { memberTerms, searchWords } from "#app/domain/identity/member-terms.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { placeAccount } from "#app/domain/identity/place-account.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { getTeam, listTeams, listTeamsAfter } from "#app/domain/identity/team-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf } from "#test/support/factories.ts";
import { invite, later } from "#test/support/identity-factories.ts";
import { expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const FIRST = { page: 1, perPage: 25 };

async function join(ctx: Ctx, name: string, email: string): Promise<string> {
  const { memberId } = await inTransaction(ctx, async (tx) => {
    const { id } = await placeAccount(tx, ctx, { email, name });
    return addMember(tx, ctx, { accountId: id, email, name, role: "member", teamIds: [] });
  });
  return memberId;
}

test("members are found by the start of each word of name and address, and only in their organization", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const one = await join(ctx, "Åsa Nørgård-Lind", "asa.lind@example.test");
  await join(ctx, "Bo Lindqvist", "bo@example.test");
  await join(as(other, other.owner), "Åsa Elsewhere", "asa2@example.test");
  const found = async (search: string) =>
    (await listMembers(ctx, { ...FIRST, search })).rows.map((row) => row.name);
  expect(await found("lind")).toEqual(["Bo Lindqvist", "Åsa Nørgård-Lind"]);
  expect(await found("ÅSA nør")).toEqual(["Åsa Nørgård-Lind"]);
  expect(await found("asa.lind@example")).toEqual(["Åsa Nørgård-Lind"]);
  expect(await found("indqvist")).toEqual([]);
  expect(await found("%")).toEqual([]);
  await removeMember(ctx, { memberId: one });
  expect(await found("åsa")).toEqual([]);
});

test("members carry their teams; the roll counts everybody, the filter narrows it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const lead = await createMember(org, "approver");
  const team = await createTeamOf(org, [{ member: lead, isLead: true }]);
  const { rows, total } = await listMembers(ctx, { ...FIRST, role: "approver" });
  expect(total).toBe(1);
  expect(rows[0]?.teams).toEqual([{ id: team.id, name: team.name, isLead: true }]);
  expect((await listMembers(ctx, { ...FIRST, notInTeam: team.id })).rows.map((row) => row.id)).toEqual([
    org.owner.id,
  ]);
  expect(await countOwners(ctx)).toBe(1);
});

test("cursors visit every member once and end", async () => {
  const org = await createOrganization(database.db);
  for (let made = 0; made < 4; made++) await createMember(org, "member");
  const ctx = as(org, org.owner);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMembersAfter(ctx, { limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.rows.map((row) => row.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
  expect(() => listMembersAfter(ctx, { limit: 2, cursor: "'; drop" })).toThrow(Invalid);
});

test("a team counts and lists its active members, leads first; a removed one is gone from it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const [lead, who] = [await createMember(org, "member"), await createMember(org, "member")];
  const team = await createTeamOf(org, [{ member: who }, { member: lead, isLead: true }]);
  const found = await getTeam(ctx, team.id);
  expect(found).toMatchObject({ memberCount: 2, leads: [{ id: lead.id }] });
  expect(found.members.map((person) => person.id)).toEqual([lead.id, who.id]);
  await removeMember(ctx, { memberId: lead.id });
  expect((await listTeams(ctx, FIRST)).rows).toMatchObject([{ memberCount: 1, leads: [] }]);
  expect((await listTeamsAfter(ctx, { limit: 1 })).nextCursor).toBeNull();
  await setTeamMember(ctx, { teamId: team.id, memberId: org.owner.id, isLead: true });
  expect((await getTeam(ctx, team.id)).leads.map((person) => person.id)).toEqual([org.owner.id]);
});

test("another organization's team is not found", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const theirs = await createTeamOf(other, []);
  await expectNotFound(org, () => getTeam(as(org, org.owner), theirs.id));
});

test("invitations are listed with their state for those who invite, and for nobody else", async () => {
  const org = await createOrganization(database.db);
  await invite(org, "member", "waiting@example.test");
  const { rows, total } = await listInvitations(as(org, org.owner), FIRST);
  expect(total).toBe(1);
  expect(rows[0]).toMatchObject({ state: "pending", invitedBy: { id: org.owner.id } });
  expect(JSON.stringify(rows)).not.toContain("Hash");
  const ended = await listInvitationsAfter(as(org, org.owner, { now: later(7) }), { limit: 5 });
  expect(ended.rows[0]?.state).toBe("ended");
  const security = as(org, await createMember(org, "security"));
  expect(() => listInvitations(security, FIRST)).toThrow(Forbidden);
});

test("everybody sees their own keys, administrators see all, nobody sees a hash", async () => {
  const org = await createOrganization(database.db);
  const developer = as(org, await createMember(org, "member"));
  const key = { name: "CI", scopes: ["read" as const], days: 30, environment: null };
  const own = await createApiKey(developer, key);
  const owners = await createApiKey(as(org, org.owner), key);
  expect((await listApiKeys(developer, FIRST)).rows.map((row) => row.id)).toEqual([own.id]);
  const all = await listApiKeysAfter(as(org, org.owner), { limit: 10 });
  expect(all.rows.map((row) => row.id)).toEqual([owners.id, own.id]);
  expect(JSON.stringify(all)).not.toContain("keyHash");
  await expectNotFound(org, () => getApiKey(developer, owners.id));
  expect((await getApiKey(developer, own.id)).prefix).toBe(own.prefix);
});

test("an organization shows only itself", async () => {
  const org = await createOrganization(database.db);
  await createOrganization(database.db);
  expect(await getOrganization(as(org, org.owner))).toMatchObject({ id: org.id, slug: org.slug });
});

test("search terms are bounded, whatever is typed", () => {
  const terms = memberTerms({ name: `${"w ".repeat(200)}${"x".repeat(300)}`, email: "a@example.test" });
  expect(terms.length).toBeLessThanOrEqual(24);
  for (const term of terms) expect(term.length).toBeLessThanOrEqual(64);
  expect(searchWords(" A  b c d e f g h ")).toEqual(["a", "b", "c", "d", "e", "f"]);
});
