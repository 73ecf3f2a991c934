import { expect, test } from "vitest";
import type { CredentialFilter } from "#app/domain/inventory/credential-filters.ts";
import {
  getCredential,
  listCredentialPlaces,
  listCredentials,
  listCredentialsAfter,
} from "#app/domain/inventory/credential-queries.server.ts";
import { CREDENTIAL_STATES, revocationOf } from "#app/domain/inventory/credential-words.ts";
import { readCredentials } from "#app/domain/inventory/read-credentials.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import type { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const hour = (n: number) => new Date(NOON.getTime() + n * 3_600_000);
const FINGERPRINT = "ab12".repeat(16);
const GITHUB = { secretKind: "github-token", fingerprint: FINGERPRINT } as const;

function scan(org: TestOrganization, who: TestMember, n: number, launches: Record<string, Partial<Launch>>) {
  const entries = Object.entries(launches).map(([name, launch]) => npxEntry(name, `${name}@1.0.0`, launch));
  return recordScan(as(org, who, { now: hour(n) }), { report: reportOf([fileOf(entries)]) });
}

const secretEnv = (name: string, fingerprint = FINGERPRINT): Partial<Launch> => ({
  env: [{ name, value: { kind: "secret", ...GITHUB, fingerprint } }],
});
const referenceEnv = (name: string, text = `\${env:${name}}`): Partial<Launch> => ({
  env: [{ name, value: { kind: "reference", text } }],
});

function list(org: TestOrganization, filter: CredentialFilter = {}, page = { page: 1, perPage: 50 }) {
  return listCredentials(as(org, org.owner), filter, page);
}

async function only(org: TestOrganization, filter: CredentialFilter = {}) {
  const { rows, total } = await list(org, filter);
  const [row] = rows;
  if (!row || total !== 1) throw new Error(`There are ${total} credentials.`);
  return row;
}

function places(org: TestOrganization, id: string, past = false) {
  return listCredentialPlaces(as(org, org.owner), id, { past, page: 1, perPage: 50 });
}

test("only who may read credentials reads them, in every way there is", async () => {
  const org = await createOrganization(database.db);
  await scan(org, org.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  const { id } = await only(org);
  const page = { page: 1, perPage: 50 };
  for (const role of ["member", "approver"] as const) {
    const who = as(org, await createMember(org, role));
    await expectForbidden(org, () => listCredentials(who, {}, page));
    await expectForbidden(org, () => listCredentialsAfter(who, {}, { limit: 50 }));
    await expectForbidden(org, () => getCredential(who, id));
    await expectForbidden(org, () => listCredentialPlaces(who, id, { ...page, past: false }));
  }
  for (const role of ["auditor", "security"] as const) {
    const who = as(org, await createMember(org, role));
    expect((await listCredentials(who, {}, page)).total).toBe(1);
    expect(await getCredential(who, id)).toMatchObject({ id, kind: "github-token" });
  }
});

test("the same secret on two laptops, under two names, is one row with both holders and no fingerprint", async () => {
  const org = await createOrganization(database.db);
  const [one, two] = [await createMember(org, "member"), await createMember(org, "member")];
  await scan(org, one, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  await scan(org, two, 1, {
    beta: {
      args: [{ kind: "plain", text: "--auth=•••", secret: { ...GITHUB, secretKind: "high-entropy" } }],
    },
  });
  const row = await only(org);
  expect(row).toMatchObject({
    kind: "github-token",
    kindFrom: "value",
    provider: "github",
    state: "plain",
    isCompared: true,
    installations: 2,
    holders: 2,
    firstSeenAt: hour(0),
    lastSeenAt: hour(1),
    endedAt: null,
    revocation: { by: "interface" },
    names: ["args.0", "env.GITHUB_TOKEN"],
  });
  const { rows } = await places(org, row.id);
  expect(new Map(rows.map(({ where, memberId }) => [memberId, where]))).toEqual(
    new Map([
      [two.id, ["args.0"]],
      [one.id, ["env.GITHUB_TOKEN"]],
    ]),
  );
  expect(JSON.stringify([row, rows])).not.toContain(FINGERPRINT.slice(0, 16));
});

test("another organization's credentials are unseen, and the same fingerprint has another id there", async () => {
  const [ours, theirs] = [await createOrganization(database.db), await createOrganization(database.db)];
  await scan(theirs, theirs.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  const { id } = await only(theirs);
  expect(await list(ours)).toEqual({ rows: [], total: 0, unread: 0 });
  await expectNotFound(ours, () => getCredential(as(ours, ours.owner), id));
  expect(await places(ours, id)).toEqual({ rows: [], total: 0 });
  expect(await list(ours, { holder: theirs.owner.id })).toMatchObject({ total: 0 });
  await scan(ours, ours.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  expect((await only(ours)).id).not.toBe(id);
  expect((await only(theirs)).installations).toBe(1);
});

test("a secret that was replaced stays, with the time it left and what came in its place", async () => {
  const org = await createOrganization(database.db);
  const fresh = "cd34".repeat(16);
  await scan(org, org.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  const before = await only(org);
  await scan(org, org.owner, 1, { alpha: secretEnv("GITHUB_TOKEN") });
  await scan(org, org.owner, 2, { alpha: secretEnv("GITHUB_TOKEN", fresh) });
  const gone = await only(org, { state: "gone" });
  const now = await only(org, { state: "plain" });
  expect(gone).toMatchObject({
    id: before.id,
    installations: 1,
    holders: 1,
    firstSeenAt: hour(0),
    lastSeenAt: hour(1),
    endedAt: hour(2),
  });
  expect(await places(org, gone.id)).toEqual({ rows: [], total: 0 });
  const past = await places(org, gone.id, true);
  expect(past.rows).toMatchObject([
    { ending: "replaced", replacedBy: now.id, endedAt: hour(2), lastSeenAt: hour(1), isReturned: false },
  ]);
  await scan(org, org.owner, 3, { alpha: secretEnv("GITHUB_TOKEN") });
  expect(await getCredential(as(org, org.owner), gone.id)).toMatchObject({
    state: "plain",
    endedAt: null,
    firstSeenAt: hour(0),
  });
  expect((await places(org, gone.id)).rows).toMatchObject([{ isReturned: true, firstSeenAt: hour(3) }]);
  expect((await places(org, gone.id, true)).total).toBe(1);
});

test("a secret whose entry is removed is gone once no installation holds it, and not before", async () => {
  const org = await createOrganization(database.db);
  const [one, two] = [await createMember(org, "member"), await createMember(org, "member")];
  for (const who of [one, two]) await scan(org, who, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  await scan(org, one, 1, {});
  expect(await only(org)).toMatchObject({ state: "plain", installations: 1, holders: 1 });
  await scan(org, two, 2, {});
  const row = await only(org);
  expect(row).toMatchObject({ state: "gone", installations: 2, holders: 2, endedAt: hour(2) });
  const { rows } = await places(org, row.id, true);
  expect(rows.map(({ ending, memberId }) => [ending, memberId])).toEqual([
    ["removed", two.id],
    ["removed", one.id],
  ]);
});

test("a file that nobody could look at takes nothing away", async () => {
  const org = await createOrganization(database.db);
  await scan(org, org.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  const { path } = fileOf([]);
  const unread = { ...fileOf([]), path, outcome: "could_not_look" as const, problem: { sentence: "No." } };
  await recordScan(as(org, org.owner, { now: hour(1) }), { report: reportOf([unread]) });
  expect(await only(org)).toMatchObject({ state: "plain", lastSeenAt: hour(0) });
});

test("a secret moved behind a reference is gone, and the reference is a row", async () => {
  const org = await createOrganization(database.db);
  await scan(org, org.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  await scan(org, org.owner, 1, { alpha: referenceEnv("GITHUB_TOKEN", "op://team/github/token") });
  const kept = await only(org, { state: "reference" });
  expect((await places(org, kept.id)).rows).toMatchObject([{ reference: "op://team/github/token" }]);
  const gone = await only(org, { state: "gone" });
  expect((await places(org, gone.id, true)).rows).toMatchObject([{ replacedBy: kept.id }]);
  await scan(org, org.owner, 2, {});
  expect(await getCredential(as(org, org.owner), kept.id)).toMatchObject({ state: "ended" });
});

test("a reference counts under a secret name only, once per name and server, and its kind is said by the name", async () => {
  const org = await createOrganization(database.db);
  const [one, two] = [await createMember(org, "member"), await createMember(org, "member")];
  for (const who of [one, two]) await scan(org, who, 0, { alpha: referenceEnv("SLACK_BOT_TOKEN") });
  await scan(org, org.owner, 0, {
    beta: referenceEnv("SLACK_BOT_TOKEN"),
    gamma: referenceEnv("HOME_FOLDER"),
    delta: referenceEnv("GITHUB_CLIENT_SECRET"),
  });
  const { rows } = await list(org);
  const told = rows.map(({ kind, provider, kindFrom, state, holders }) =>
    [kind, provider, kindFrom, state, holders].join(" "),
  );
  expect(told.sort()).toEqual([
    "password-or-token github name reference 1",
    "slack-token slack name reference 1",
    "slack-token slack name reference 2",
  ]);
});

test("one reference into a store of secrets is one row for all servers that use it", async () => {
  const org = await createOrganization(database.db);
  const text = "op://team/github/token";
  await scan(org, org.owner, 0, { alpha: referenceEnv("A_TOKEN", text), beta: referenceEnv("B", text) });
  expect(await only(org)).toMatchObject({ state: "reference", installations: 2, holders: 1 });
});

test("secrets in the url, the command, headers and arguments count; one without a fingerprint is compared with nothing", async () => {
  const org = await createOrganization(database.db);
  const bare = { secretKind: "openai-key" } as const;
  const launch: Partial<Launch> = {
    command: "run •••",
    commandSecret: bare,
    url: "https://example.test/•••",
    urlSecret: bare,
    args: [{ kind: "secret", ...bare }],
    headers: [{ name: "Authorization", value: { kind: "secret", ...bare } }],
  };
  await scan(org, org.owner, 0, { alpha: launch });
  const { rows } = await list(org, { kind: "openai-key", provider: "openai" });
  expect(rows.flatMap(({ names }) => names).sort()).toEqual([
    "args.0",
    "command",
    "headers.Authorization",
    "url",
  ]);
  expect(rows.every(({ isCompared }) => !isCompared)).toBe(true);
});

test("pages follow each other without a gap from both ends, and one beyond the last is empty", async () => {
  const org = await createOrganization(database.db);
  await scan(org, org.owner, 0, {
    alpha: referenceEnv("A_TOKEN"),
    beta: referenceEnv("B_TOKEN"),
    gamma: secretEnv("C_TOKEN"),
  });
  const ids = async (page: number) => {
    const { rows, total } = await list(org, {}, { page, perPage: 1 });
    expect(total).toBe(3);
    return rows.map(({ id }) => id);
  };
  const all = (await list(org)).rows;
  expect(all[0]?.state).toBe("plain");
  expect([...(await ids(1)), ...(await ids(2)), ...(await ids(3))]).toEqual(all.map(({ id }) => id));
  expect(await ids(4)).toEqual([]);
  const first = await listCredentialsAfter(as(org, org.owner), {}, { limit: 2 });
  const cursor = first.nextCursor ?? "";
  const rest = await listCredentialsAfter(as(org, org.owner), {}, { limit: 2, cursor });
  expect([...first.rows, ...rest.rows].map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort());
  expect(rest.nextCursor).toBeNull();
});

test("a credential is found by its name, kind, issuer, server, holder, spread and how it is revoked", async () => {
  const org = await createOrganization(database.db);
  const [one, two] = [await createMember(org, "member"), await createMember(org, "member")];
  await scan(org, one, 0, { alpha: secretEnv("WORK_TOKEN") });
  await scan(org, two, 0, { alpha: secretEnv("WORK_TOKEN"), gamma: referenceEnv("STRIPE_KEY") });
  const total = async (filter: CredentialFilter) => (await list(org, filter)).total;
  expect(await total({ q: "work" })).toBe(1);
  expect(await total({ q: "WORK_TOK" })).toBe(1);
  expect(await total({ q: "github" })).toBe(1);
  expect(await total({ q: "stripe" })).toBe(1);
  expect(await total({ q: "gamma stripe" })).toBe(1);
  expect(await total({ q: "gamma github" })).toBe(0);
  expect(await total({ q: "%" })).toBe(0);
  expect(await total({ holder: one.id })).toBe(1);
  expect(await total({ holder: two.id })).toBe(2);
  expect(await total({ spread: "shared" })).toBe(1);
  expect(await total({ spread: "single" })).toBe(1);
  expect((await only(org, { revoked: "interface" })).kind).toBe("github-token");
  expect((await only(org, { revoked: "hand" })).kind).toBe("stripe-key");
});

test("reports of many devices at once leave counts that are what the places say", async () => {
  const org = await createOrganization(database.db);
  const people = await Promise.all(Array.from({ length: 4 }, () => createMember(org, "member")));
  const other = "cd34".repeat(16);
  const both = { alpha: secretEnv("A_TOKEN"), beta: secretEnv("B_TOKEN", other) };
  const swapped = { alpha: secretEnv("A_TOKEN", other), beta: secretEnv("B_TOKEN") };
  await Promise.all(people.map((who, n) => scan(org, who, 0, n % 2 ? both : swapped)));
  await Promise.all(
    people.map((who, n) => scan(org, who, 1, n % 2 ? swapped : { alpha: secretEnv("A_TOKEN") })),
  );
  const { rows } = await list(org);
  expect(rows.map(({ installations, holders }) => [installations, holders])).toEqual([
    [4, 4],
    [2, 2],
  ]);
});

test("launches stored before there was a register are read for it once, removed ones too", async () => {
  const org = await createOrganization(database.db);
  await scan(org, org.owner, 0, {
    alpha: secretEnv("A_TOKEN"),
    beta: secretEnv("B_TOKEN", "cd34".repeat(16)),
  });
  await scan(org, org.owner, 1, { alpha: secretEnv("A_TOKEN") });
  await database.admin`delete from credential_place where org_id = ${org.id}`;
  await database.admin`delete from credential where org_id = ${org.id}`;
  await database.admin`update device set credential_rules = 0, credentials_read_at = null where org_id = ${org.id}`;
  expect(await list(org)).toMatchObject({ total: 0, unread: 1 });
  const system = {
    ...as(org, org.owner, { now: hour(9) }),
    actor: { kind: "system" as const, job: "sweep" },
  };
  expect(await readCredentials(system, { limit: 5 })).toEqual({ read: 1 });
  expect(await readCredentials(system, { limit: 5 })).toEqual({ read: 0 });
  const { rows, unread } = await list(org);
  expect(unread).toBe(0);
  expect(rows).toMatchObject([
    { state: "plain", firstSeenAt: hour(1), lastSeenAt: hour(1), endedAt: null },
    { state: "gone", firstSeenAt: hour(0), lastSeenAt: hour(0), endedAt: hour(1) },
  ]);
});

test("devices are read some at a time, each once, and one shared secret of theirs is one row", async () => {
  const org = await createOrganization(database.db);
  for (let n = 0; n < 5; n += 1)
    await scan(org, await createMember(org, "member"), n, { alpha: secretEnv("A_TOKEN") });
  const before = await only(org);
  await database.admin`delete from credential_place where org_id = ${org.id}`;
  await database.admin`delete from credential where org_id = ${org.id}`;
  await database.admin`update device set credential_rules = 0 where org_id = ${org.id}`;
  const system = { ...as(org, org.owner), actor: { kind: "system" as const, job: "sweep" } };
  const read: number[] = [];
  for (let n = 0; n < 4; n += 1) read.push((await readCredentials(system, { limit: 2 })).read);
  expect(read).toEqual([2, 2, 1, 0]);
  expect(await only(org)).toMatchObject({
    id: before.id,
    installations: 5,
    holders: 5,
    firstSeenAt: hour(0),
    lastSeenAt: hour(4),
  });
});

test("the rank the database gives a state is its place in the words", async () => {
  const org = await createOrganization(database.db);
  await scan(org, org.owner, 0, { alpha: secretEnv("A_TOKEN"), beta: referenceEnv("B_TOKEN") });
  await scan(org, org.owner, 1, { gamma: referenceEnv("C_TOKEN"), delta: secretEnv("D", "ef56".repeat(16)) });
  const ranks =
    await database.admin`select state, rank from credential where org_id = ${org.id} order by rank`;
  expect(ranks.map(({ state, rank }) => [state, rank])).toEqual(
    CREDENTIAL_STATES.flatMap((state, n) => (state === "demanded" ? [] : [[state, n + 1]])),
  );
});

test("how a credential could be revoked follows its kind, then the issuer its name tells, and is by hand where neither is known", () => {
  expect(revocationOf("password-or-token", "github").by).toBe("hand");
  expect(revocationOf("high-entropy", null).by).toBe("hand");
  expect(revocationOf("password-or-token", "okta").by).toBe("interface");
  expect(revocationOf("github-token", "github").by).toBe("interface");
});
