import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { confirmManifest } from "#app/domain/catalog/confirm-manifest.server.ts";
import { DEFAULT_DRIFT_POLICY } from "#app/domain/catalog/drift/drift-words.ts";
import { getServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import { getManifestDifference } from "#app/domain/catalog/manifest-difference-queries.server.ts";
import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { manifestOf, toolOf } from "#test/support/inventory-factories.ts";
import { expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const takes = (name: string) => ({
  inputSchema: { type: "object", properties: { [name]: { type: "string" } } },
});

/** A server whose tools were approved, or only listed, and another list of them that nobody confirmed. */
async function scene(told: ManifestTool[], { isApproved = true, release = "1.0.0" } = {}) {
  const org = await createOrganization(database.db);
  const developer = as(org, await createMember(org, "member"));
  const guard = as(org, await createMember(org, "security"));
  const tools = [toolOf("read", takes("path")), toolOf("list")];
  const { serverId } = await recordManifest(guard, manifestOf("npm:one", tools, "1.0.0"));
  if (isApproved)
    await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
  const { manifestId } = await recordManifest(developer, manifestOf("npm:one", told, release));
  const difference = () => getManifestDifference(guard, serverId, manifestId);
  return { org, guard, serverId, manifestId, difference };
}

test("a list says before it is confirmed what the policy makes of it, and confirming it comes to just that", async () => {
  const s = await scene([toolOf("read", takes("path"))]);
  expect(await s.difference()).toMatchObject({ against: "approval", class: "note", counts: { removed: 1 } });
  await setDriftPolicy(s.guard, { ...DEFAULT_DRIFT_POLICY, removed: "block" });
  const before = await s.difference();
  expect(before).toMatchObject({ class: "block", rows: [{ name: "list", fate: "removed", class: "block" }] });
  await confirmManifest(s.guard, { manifestId: s.manifestId });
  const after = await getServerDrift(s.guard, s.serverId, { limit: 10 });
  expect([after.class, after.counts, after.whole]).toEqual([before.class, before.counts, before.whole]);
  expect(after.tools.map(({ name }) => name)).toEqual(before.rows.map(({ name }) => name));
});

test("a renamed tool is one, with both sides, and another release is told of the server", async () => {
  const s = await scene(
    [toolOf("read_all", { ...takes("path"), description: "Does read." }), toolOf("list")],
    {
      release: "2.0.0",
    },
  );
  const found = await s.difference();
  expect(found.counts).toEqual({ added: 0, removed: 0, renamed: 1, changed: 0 });
  expect(found.rows).toMatchObject([
    { name: "read_all", was: "read", before: { name: "read" }, after: { name: "read_all" } },
  ]);
  expect(found.whole).toMatchObject([{ kind: "release_changed", class: "note" }]);
});

test("where nothing was approved a list is held against the current one, and comes to nothing", async () => {
  const s = await scene([toolOf("list", { description: "Lists more." })], { isApproved: false });
  expect(await s.difference()).toMatchObject({
    against: "current",
    class: null,
    counts: { changed: 1, removed: 1 },
    rows: [
      { name: "list", class: null, before: { name: "list" }, after: { description: "Lists more." } },
      { name: "read", class: null, before: { name: "read" }, after: undefined },
    ],
  });
  const other = await createOrganization(database.db);
  await expectNotFound(other, () => getManifestDifference(as(other, other.owner), s.serverId, s.manifestId));
});
