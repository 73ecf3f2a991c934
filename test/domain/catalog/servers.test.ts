import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { confirmManifest } from "#app/domain/catalog/confirm-manifest.server.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { serverTerms } from "#app/domain/catalog/server-terms.ts";
import { isStorableJson } from "#app/domain/catalog/storable-json.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { manifestOf, rowsOf, toolOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const guard = as(org, await createMember(org, "security"));
  return { org, developer: as(org, developer), guard };
}

test("guardians block and lift once each, with one event, others and other organizations cannot", async () => {
  const { org, developer, guard } = await scene();
  const { serverId } = await recordManifest(guard, manifestOf("npm:one", []));
  const reason = "Reported as compromised";
  await expectForbidden(org, async () => blockServer(developer, { serverId, reason }));
  await expectOneEvent(org, guard, "server.block", () => blockServer(guard, { serverId, reason }));
  await expect(blockServer(guard, { serverId, reason })).rejects.toBeInstanceOf(Conflict);
  await expectForbidden(org, async () => unblockServer(developer, { serverId, reason }));
  await expectOneEvent(org, guard, "server.unblock", () => unblockServer(guard, { serverId, reason }));
  await expect(unblockServer(guard, { serverId, reason })).rejects.toBeInstanceOf(Conflict);
  const other = await createOrganization(database.db);
  const foreign = as(other, other.owner);
  await expectNotFound(other, () => blockServer(foreign, { serverId, reason }));
  await expectNotFound(other, () => unblockServer(foreign, { serverId, reason }));
});

test("of many who block at once, one does", async () => {
  const { guard } = await scene();
  const { serverId } = await recordManifest(guard, manifestOf("npm:one", []));
  const tries = Array.from({ length: 5 }, () => blockServer(guard, { serverId, reason: "At once" }));
  const outcomes = await Promise.allSettled(tries);
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
});

test("a member's list stands until a guardian's does, and replaces none that was confirmed", async () => {
  const { org, developer, guard } = await scene();
  const seen = async () =>
    (await rowsOf(org, sql`select name from tool order by position`)).map((row) => row.name);
  const first = await expectOneEvent(org, developer, "manifest.record", () =>
    recordManifest(developer, manifestOf("npm:one", [toolOf("a")])),
  );
  expect(first).toMatchObject({ isConfirmed: false, isCurrent: true });
  await recordManifest(guard, manifestOf("npm:one", [toolOf("b")]));
  expect(await seen()).toEqual(["b"]);
  const late = await recordManifest(developer, manifestOf("npm:one", [toolOf("c")]));
  expect(late).toMatchObject({ isConfirmed: false, isCurrent: false });
  expect(await seen()).toEqual(["b"]);
  await expectForbidden(org, async () => confirmManifest(developer, late));
  await expectOneEvent(org, guard, "manifest.confirm", () =>
    confirmManifest(guard, { manifestId: late.manifestId }),
  );
  expect(await seen()).toEqual(["c"]);
  await expect(confirmManifest(guard, { manifestId: late.manifestId })).rejects.toBeInstanceOf(Conflict);
  const other = await createOrganization(database.db);
  await expectNotFound(other, () => confirmManifest(as(other, other.owner), { manifestId: late.manifestId }));
});

test("the same list in another order is the same list, and makes no second row", async () => {
  const { org, guard } = await scene();
  const first = await recordManifest(guard, manifestOf("npm:one", [toolOf("a"), toolOf("b")]));
  const again = await recordManifest(guard, manifestOf("npm:one", [toolOf("b"), toolOf("a")]));
  expect(again.manifestId).toBe(first.manifestId);
  expect(await rowsOf(org, sql`select 1 from manifest`)).toHaveLength(1);
});

test("a list nobody confirmed does not slip under an approval's pins", async () => {
  const { org, developer, guard } = await scene();
  const { serverId } = await recordManifest(developer, manifestOf("npm:one", [toolOf("a")]));
  await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
  const late = await recordManifest(developer, manifestOf("npm:one", [toolOf("a"), toolOf("b")]));
  expect(late.isCurrent).toBe(false);
  expect(await rowsOf(org, sql`select tool_name from pin`)).toEqual([{ tool_name: "a" }]);
});

test("tools whose text cannot be kept are refused with a sentence", async () => {
  const { guard, org } = await scene();
  const nul = manifestOf("npm:one", [toolOf("a", { description: "a\u0000b" })]);
  await expect(recordManifest(guard, nul)).rejects.toBeInstanceOf(Invalid);
  expect(await rowsOf(org, sql`select 1 from server`)).toEqual([]);
});

test.each([
  ["plain \\u0000 as typed", true],
  ["nul \u0000", false],
  ["half \ud800", false],
  ["whole 😀", true],
])("%j can be kept: %s", (text, expected) => {
  expect(isStorableJson({ text })).toBe(expected);
});

test("a server is found by its identity, its package and each word in it", () => {
  expect(serverTerms("npm:@sentry/MCP-server")).toEqual([
    "npm:@sentry/mcp-server",
    "@sentry/mcp-server",
    "sentry/mcp-server",
    "sentry",
    "mcp",
    "server",
  ]);
});
