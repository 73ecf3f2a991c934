import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type CredentialFilter, listCredentials } from "#app/domain/inventory/credential-queries.server.ts";
import { isSecretWords, wordsOf } from "#app/domain/inventory/credential-sql.server.ts";
import { revocationOf } from "#app/domain/inventory/credential-words.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import type { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { isSecretName } from "#app/domain/inventory/secret-names.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { expectForbidden } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const hour = (n: number) => new Date(NOON.getTime() + n * 3_600_000);
const FINGERPRINT = "ab12".repeat(16);
const GITHUB = { secretKind: "github-token", fingerprint: FINGERPRINT } as const;

function scan(org: TestOrganization, who: TestMember, n: number, launches: Record<string, Partial<Launch>>) {
  const entries = Object.entries(launches).map(([name, launch]) => npxEntry(name, `${name}@1.0.0`, launch));
  return recordScan(as(org, who, { now: hour(n) }), { report: reportOf([fileOf(entries)]) });
}

const secretEnv = (name: string) => ({ env: [{ name, value: { kind: "secret" as const, ...GITHUB } }] });
const referenceEnv = (name: string) => ({
  env: [{ name, value: { kind: "reference" as const, text: `\${env:${name}}` } }],
});

function list(org: TestOrganization, filter: CredentialFilter = {}, page = { limit: 50, offset: 0 }) {
  return listCredentials(as(org, org.owner), filter, page);
}

test("only who may read credentials lists them", async () => {
  const org = await createOrganization(database.db);
  for (const role of ["member", "approver"] as const) {
    const who = await createMember(org, role);
    await expectForbidden(org, () => listCredentials(as(org, who), {}, { limit: 50, offset: 0 }));
  }
  for (const role of ["auditor", "security"] as const) {
    const who = await createMember(org, role);
    expect(await listCredentials(as(org, who), {}, { limit: 50, offset: 0 })).toEqual({ rows: [], total: 0 });
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
  const { rows, total } = await list(org);
  expect(total).toBe(1);
  expect(rows[0]).toMatchObject({
    kind: "github-token",
    kindFrom: "value",
    provider: "github",
    state: "plain",
    isCompared: true,
    installations: 2,
    holders: 2,
    firstSeenAt: hour(0),
    lastSeenAt: hour(1),
    revocation: { by: "interface" },
  });
  expect(rows[0]?.places.map(({ where, memberId }) => [where, memberId])).toEqual([
    ["args.0", two.id],
    ["env.GITHUB_TOKEN", one.id],
  ]);
  expect(JSON.stringify(rows)).not.toContain(FINGERPRINT.slice(0, 16));
});

test("another organization's credentials are unseen, and the same fingerprint has another handle there", async () => {
  const [ours, theirs] = [await createOrganization(database.db), await createOrganization(database.db)];
  await scan(theirs, theirs.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  const handle = (await list(theirs)).rows[0]?.handle ?? "";
  expect(await list(ours)).toEqual({ rows: [], total: 0 });
  expect(await list(ours, { handle })).toEqual({ rows: [], total: 0 });
  await scan(ours, ours.owner, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  expect((await list(ours)).rows[0]?.handle).not.toBe(handle);
});

test("a credential is gone once no installation holds it, and not before", async () => {
  const org = await createOrganization(database.db);
  const [one, two] = [await createMember(org, "member"), await createMember(org, "member")];
  for (const who of [one, two]) await scan(org, who, 0, { alpha: secretEnv("GITHUB_TOKEN") });
  await scan(org, one, 1, {});
  expect((await list(org)).rows[0]).toMatchObject({ state: "plain", installations: 2 });
  await scan(org, two, 2, {});
  expect((await list(org)).rows[0]).toMatchObject({ state: "gone", places: [{ isRemoved: true }, {}] });
  expect((await list(org, { state: "plain" })).total).toBe(0);
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
  expect(
    rows.map(({ kind, provider, kindFrom, state, holders }) => [kind, provider, kindFrom, state, holders]),
  ).toEqual(
    expect.arrayContaining([
      ["slack-token", "slack", "name", "reference", 2],
      ["slack-token", "slack", "name", "reference", 1],
      ["password-or-token", "github", "name", "reference", 1],
    ]),
  );
  expect(rows).toHaveLength(3);
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
  expect(rows.map(({ places }) => places[0]?.where).sort()).toEqual([
    "args.0",
    "command",
    "headers.Authorization",
    "url",
  ]);
  expect(rows.every(({ isCompared }) => !isCompared)).toBe(true);
});

test("pages follow each other without a gap, and one beyond the last is empty", async () => {
  const org = await createOrganization(database.db);
  await scan(org, org.owner, 0, {
    alpha: referenceEnv("A_TOKEN"),
    beta: referenceEnv("B_TOKEN"),
    gamma: referenceEnv("C_TOKEN"),
  });
  const handles = async (offset: number) => {
    const { rows, total } = await list(org, {}, { limit: 2, offset });
    expect(total).toBe(3);
    return rows.map(({ handle }) => handle);
  };
  const all = (await list(org)).rows.map(({ handle }) => handle);
  expect([...(await handles(0)), ...(await handles(2))]).toEqual(all);
  expect(await handles(4)).toEqual([]);
});

test("the database takes the same names for secret as the scan does", async () => {
  const org = await createOrganization(database.db);
  const names = [
    ..."API_KEY apiKey --api-key x-api-key token-file publicKey PUBLIC_KEY primary.key myPassword db_passwd".split(
      " ",
    ),
    ..."TOKENS GITHUB_TOKEN githubtoken Authorization cookie PATH license-key LICENSE__KEY_ key keys_ monkey pat".split(
      " ",
    ),
    ...["", "___", "Ünïcode_token", "client secret", "secret 1"],
  ];
  for (const name of names) {
    const [row] = await rowsOf(org, sql`select ${isSecretWords(wordsOf(sql`${name}::text`))} as is`);
    expect(row?.is, name).toBe(isSecretName(name));
  }
});

test("how a credential could be revoked follows its kind, then the issuer its name tells, and is by hand where neither is known", () => {
  expect(revocationOf("password-or-token", "github").by).toBe("hand");
  expect(revocationOf("high-entropy", null).by).toBe("hand");
  expect(revocationOf("password-or-token", "okta").by).toBe("interface");
  expect(revocationOf("github-token", "github").by).toBe("interface");
});
