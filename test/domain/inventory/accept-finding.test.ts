import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { acceptFinding } from "#app/domain/inventory/accept-finding.server.ts";
import { listFindingKinds } from "#app/domain/inventory/finding-queries.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { withdrawAcceptance } from "#app/domain/inventory/withdraw-acceptance.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const day = (n: number) => new Date(NOON.getTime() + n * 86_400_000);

function scan(org: TestOrganization, at: Date, specs: Record<string, string>) {
  const entries = Object.entries(specs).map(([name, spec]) => npxEntry(name, spec));
  return recordScan(as(org, org.owner, { now: at }), { report: reportOf([fileOf(entries)]) });
}

async function findings(org: TestOrganization): Promise<string[]> {
  const rows = await rowsOf(
    org,
    sql`select f.id from finding f join installation i on i.org_id = f.org_id and i.id = f.installation_id
      where f.resolved_at is null order by i.name`,
  );
  return rows.map((row) => String(row.id));
}

async function openAt(org: TestOrganization, at: Date): Promise<number> {
  const kinds = await listFindingKinds(as(org, org.owner, { now: at }));
  const { rows } = await listInstallations(
    as(org, org.owner, { now: at }),
    { finding: "unpinned" },
    { page: 1, perPage: 50, sort: "need" },
  );
  const installations = kinds.find(({ rule }) => rule === "unpinned")?.installations ?? 0;
  expect(rows).toHaveLength(installations);
  return installations;
}

const accept = (findingId: string, reach: "finding" | "installation" | "server" = "finding") => ({
  findingId,
  reach,
  reason: "Looked at it.",
  endsAt: day(30),
});

test("an accepted finding counts as open no more, until its day has come, without anything being done", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, await createMember(org, "security"));
  await scan(org, NOON, { a: "one", b: "two" });
  const [a = ""] = await findings(org);
  expect(await openAt(org, NOON)).toBe(2);
  await expectOneEvent(org, ctx, "finding.accept", () => acceptFinding(ctx, accept(a)));
  expect(await openAt(org, NOON)).toBe(1);
  expect(await openAt(org, new Date(day(30).getTime() - 1))).toBe(1);
  expect(await openAt(org, day(30))).toBe(2);
});

test("another value in its place is another finding, which nobody accepted", async () => {
  const org = await createOrganization(database.db);
  await scan(org, NOON, { a: "one" });
  const [a = ""] = await findings(org);
  await acceptFinding(as(org, org.owner), accept(a));
  await scan(org, day(1), { a: "one" });
  expect(await openAt(org, day(1))).toBe(0);
  await scan(org, day(2), { a: "one@latest" });
  expect(await openAt(org, day(2))).toBe(1);
});

test("accepted for the server it reaches every installation, those that come later too", async () => {
  const org = await createOrganization(database.db);
  await scan(org, NOON, { a: "one", b: "one" });
  const [a = ""] = await findings(org);
  expect(await acceptFinding(as(org, org.owner), accept(a, "server"))).toMatchObject({ findings: 2 });
  await scan(org, day(1), { a: "one", b: "one@latest", c: "one", d: "other" });
  expect(await openAt(org, day(1))).toBe(1);
});

test("accepted for the installation it reaches that rule there, whatever stands in its place", async () => {
  const org = await createOrganization(database.db);
  await scan(org, NOON, { a: "one", b: "one" });
  const [a = ""] = await findings(org);
  expect(await acceptFinding(as(org, org.owner), accept(a, "installation"))).toMatchObject({ findings: 1 });
  await scan(org, day(1), { a: "one@latest", b: "one" });
  expect(await openAt(org, day(1))).toBe(1);
});

test("withdrawing brings it back at once, unless another acceptance covers it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await scan(org, NOON, { a: "one", b: "one" });
  const [a = "", b = ""] = await findings(org);
  const one = await acceptFinding(ctx, accept(a));
  const all = await acceptFinding(ctx, { ...accept(b, "server"), endsAt: day(60) });
  const withdraw = { acceptanceId: all.acceptanceId };
  await expectOneEvent(org, ctx, "finding.withdraw_acceptance", () => withdrawAcceptance(ctx, withdraw));
  expect(await openAt(org, NOON)).toBe(1);
  await expect(withdrawAcceptance(ctx, withdraw)).rejects.toBeInstanceOf(Conflict);
  await withdrawAcceptance(ctx, { acceptanceId: one.acceptanceId });
  expect(await openAt(org, NOON)).toBe(2);
});

test("who may not accept is refused, and another organization's finding is not there", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  await scan(org, NOON, { a: "one" });
  const [a = ""] = await findings(org);
  for (const role of ["approver", "member", "auditor"] as const) {
    const ctx = as(org, await createMember(org, role));
    await expectForbidden(org, async () => acceptFinding(ctx, accept(a)));
    await expectForbidden(org, async () => withdrawAcceptance(ctx, { acceptanceId: a }));
  }
  await expectNotFound(other, () => acceptFinding(as(other, other.owner), accept(a)));
  const { acceptanceId } = await acceptFinding(as(org, org.owner), accept(a));
  await expectNotFound(other, () => withdrawAcceptance(as(other, other.owner), { acceptanceId }));
});

test("an end that is past or far, a secret for a whole server and what is gone or accepted are refused", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await scan(org, NOON, { a: "one" });
  const [a = ""] = await findings(org);
  for (const endsAt of [NOON, day(-1), day(400)])
    expect(() => acceptFinding(ctx, { ...accept(a), endsAt })).toThrow(Invalid);
  const secret = npxEntry("s", "s@1.0.0", {
    env: [{ name: "A_TOKEN", value: { kind: "secret", secretKind: "password-or-token" } }],
  });
  await recordScan(ctx, { report: reportOf([fileOf([secret], { path: "~/other.json" })]) });
  const [literal] = await rowsOf(org, sql`select id from finding where rule = 'literal-secret'`);
  await expect(acceptFinding(ctx, accept(String(literal?.id), "server"))).rejects.toBeInstanceOf(Invalid);
  const twice = await Promise.allSettled([acceptFinding(ctx, accept(a)), acceptFinding(ctx, accept(a))]);
  expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await scan(org, day(1), { a: "one@1.0.0" });
  await expect(acceptFinding(as(org, org.owner, { now: day(1) }), accept(a))).rejects.toBeInstanceOf(
    Conflict,
  );
});
