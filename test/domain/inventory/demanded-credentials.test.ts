import { expect, test } from "vitest";
import { listCredentialPlaces, listCredentials } from "#app/domain/inventory/credential-queries.server.ts";
import { markDemands } from "#app/domain/inventory/mark-demands.server.ts";
import { readCredentials } from "#app/domain/inventory/read-credentials.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import type { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";
import { importText, officialEntry, registryOf } from "#test/support/registry-factories.ts";

const database = openTestDatabase();
const hour = (n: number) => new Date(NOON.getTime() + n * 3_600_000);
const PAGE = { page: 1, perPage: 50 };

function scan(org: TestOrganization, n: number, launch: Partial<Launch> = {}) {
  const report = reportOf([fileOf([npxEntry("alpha", "@work/alpha@1.0.0", launch)])]);
  return recordScan(as(org, org.owner, { now: hour(n) }), { report });
}

async function declare(org: TestOrganization, registryId: string, n: number, variables: object[]) {
  const packages = [
    {
      registryType: "npm",
      identifier: "@work/alpha",
      version: "1.0.0",
      transport: { type: "stdio" },
      environmentVariables: variables,
    },
  ];
  const entry = officialEntry("com.work/alpha", { packages, version: `1.0.${n}` });
  await importText(org, registryId, JSON.stringify({ servers: [entry], metadata: { count: 1 } }), hour(n));
}

async function sweep(org: TestOrganization, n: number) {
  const ctx = { ...as(org, org.owner, { now: hour(n) }), actor: { kind: "system" as const, job: "sweep" } };
  await markDemands(ctx, "looks");
  await readCredentials(ctx, { limit: 5 });
}

const token = { name: "ALPHA_TOKEN", isSecret: true, isRequired: true };
const list = async (org: TestOrganization) => (await listCredentials(as(org, org.owner), {}, PAGE)).rows;

test("a required secret a registry declares is a row for whoever runs the server without naming it", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  await declare(org, registryId, 0, [
    token,
    { name: "ALPHA_OPTION_TOKEN", isSecret: true },
    { name: "ALPHA_REGION", isRequired: true },
  ]);
  await scan(org, 1);
  const [row, ...others] = await list(org);
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    state: "demanded",
    names: ["env.ALPHA_TOKEN"],
    installations: 1,
    isCompared: true,
  });
  await scan(org, 2, {
    env: [{ name: "ALPHA_TOKEN", value: { kind: "reference", text: "${env:ALPHA_TOKEN}" } }],
  });
  expect(await list(org)).toMatchObject([{ id: row?.id, state: "reference", installations: 1 }]);
  const value = { kind: "secret", secretKind: "high-entropy", fingerprint: "ab12".repeat(16) } as const;
  await scan(org, 3, { env: [{ name: "ALPHA_TOKEN", value }] });
  expect((await list(org)).map(({ state }) => state)).toEqual(["plain", "ended"]);
});

test("an example in the place of a secret is not the secret", async () => {
  const org = await createOrganization(database.db);
  await declare(org, await registryOf(org, "official"), 0, [token]);
  await scan(org, 1, { env: [{ name: "ALPHA_TOKEN", value: { kind: "placeholder" } }] });
  expect((await list(org)).map(({ state }) => state)).toEqual(["demanded"]);
  await scan(org, 2, { env: [{ name: "ALPHA_TOKEN", value: { kind: "withheld" } }] });
  expect((await list(org)).map(({ state }) => state)).toEqual(["ended"]);
});

test("what a registry begins or ceases to demand is found without a new report", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  await scan(org, 0);
  expect(await list(org)).toEqual([]);
  await declare(org, registryId, 1, [token]);
  const ctx = {
    ...as(org, org.owner, { now: hour(1) }),
    actor: { kind: "system" as const, job: "tend_listings" },
  };
  expect(await markDemands(ctx, "listings")).toEqual({ marked: 1 });
  await readCredentials(ctx, { limit: 5 });
  expect(await list(org)).toMatchObject([{ state: "demanded", lastSeenAt: hour(0) }]);
  await declare(org, registryId, 3, []);
  await markDemands({ ...ctx, now: hour(3) }, "listings");
  await readCredentials({ ...ctx, now: hour(3) }, { limit: 5 });
  const [row] = await list(org);
  expect(row).toMatchObject({ state: "ended" });
  const past = await listCredentialPlaces(as(org, org.owner), row?.id ?? "", { ...PAGE, past: true });
  expect(past.rows).toMatchObject([{ ending: "not_asked", form: "demanded" }]);
  // read at the very moment of the change, it is read once more
  await markDemands({ ...ctx, now: hour(5) }, "listings");
  await readCredentials({ ...ctx, now: hour(5) }, { limit: 5 });
  expect(await markDemands({ ...ctx, now: hour(5) }, "listings")).toEqual({ marked: 0 });
});

test("what a server itself said it needs is found by the next sweep, and nobody's other device is read", async () => {
  const org = await createOrganization(database.db);
  await scan(org, 0);
  await sweep(org, 1);
  expect(await list(org)).toEqual([]);
  const [server] = await database.admin<{ id: string }[]>`
    select s.id from server s where s.org_id = ${org.id} and s.identity = 'npm:@work/alpha'`;
  await database.admin`insert into look (org_id, id, server_id, place, state, needs, asked_by, asked_at, ended_at, reason)
    values (${org.id}, gen_random_uuid(), ${server?.id ?? ""}, 'device', 'could_not_look', ${["ALPHA_TOKEN", "ALPHA_URL"]},
      ${org.owner.id}, ${hour(2)}, ${hour(2)}, 'needs ALPHA_TOKEN')`;
  await sweep(org, 3);
  expect((await list(org)).map(({ names }) => names)).toEqual([["env.ALPHA_TOKEN"]]);
});
