import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { classifyAllDriftAnew, classifyDriftAnew } from "#app/domain/catalog/classify-drift-anew.server.ts";
import { DriftPolicyInput } from "#app/domain/catalog/drift-inputs.ts";
import { getDriftPolicy, previewDriftPolicy } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { findDriftSides, getServerDrift, listDrifts } from "#app/domain/catalog/drift-queries.server.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { manifestOf, rowsOf, toolOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const policy = (changes: object) => DriftPolicyInput.parse(changes);

/** A server with one tool that was described otherwise when it was approved. */
async function scene() {
  const org = await createOrganization(database.db);
  const developer = as(org, await createMember(org, "member"));
  const guard = as(org, await createMember(org, "security"));
  const list = (description: string, identity = "npm:one") =>
    recordManifest(guard, manifestOf(identity, [toolOf("a", { description }), toolOf("b")]));
  const drift = async (identity: string) => {
    const { serverId } = await list("Says hello.", identity);
    await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
    await list("Says hello and goodbye.", identity);
    return serverId;
  };
  const serverId = await drift("npm:one");
  const classOf = async (id = serverId) => (await getServerDrift(guard, id, { limit: 10 })).class;
  return { org, developer, guard, serverId, list, drift, classOf };
}

test("guardians set the policy with one event, others and other organizations cannot", async () => {
  const { org, developer, guard } = await scene();
  const wanted = policy({ description_changed: "block" });
  await expectForbidden(org, async () => setDriftPolicy(developer, wanted));
  await expectOneEvent(org, guard, "organization.set_drift_policy", () => setDriftPolicy(guard, wanted));
  const [event] = await rowsOf(
    org,
    sql`select before, after from audit_event where verb = 'organization.set_drift_policy'`,
  );
  expect(event).toEqual({
    before: { classes: { description_changed: "re_approve" } },
    after: { classes: { description_changed: "block" } },
  });
  await setDriftPolicy(guard, wanted);
  expect(
    await rowsOf(org, sql`select 1 from audit_event where verb = 'organization.set_drift_policy'`),
  ).toHaveLength(1);
  const other = await createOrganization(database.db);
  expect((await getDriftPolicy(as(other, other.owner))).classes.description_changed).toBe("re_approve");
});

test("a new policy holds for drift found from then on; what there is waits until it is classified anew", async () => {
  const { org, developer, guard, serverId, list, classOf } = await scene();
  expect(await classOf()).toBe("re_approve");
  await setDriftPolicy(guard, policy({ description_changed: "note" }));
  expect(await classOf()).toBe("re_approve");
  expect(await previewDriftPolicy(developer, policy({ description_changed: "block" }))).toEqual({
    rows: [{ serverId, identity: "npm:one", before: "re_approve", after: "block" }],
    launches: [],
    looked: 1,
    isMore: false,
  });
  await expectForbidden(org, async () => classifyDriftAnew(developer, {}));
  const done = await expectOneEvent(org, guard, "organization.classify_drift", () =>
    classifyDriftAnew(guard, {}),
  );
  expect(done).toEqual({ servers: 1, changed: 1, left: 0, lastServerId: serverId });
  expect(await classOf()).toBe("note");
  await setDriftPolicy(guard, policy({ description_changed: "block" }));
  await list("Says nothing.");
  expect(await classOf()).toBe("block");
});

test("differences of before there were classes are found when drift is classified anew", async () => {
  const { org, guard, serverId, classOf } = await scene();
  await rowsOf(org, sql`delete from tool_drift`);
  await rowsOf(org, sql`update pinned_list set drift = null`);
  expect(await classOf()).toBeNull();
  const { isUnclassified } = await getServerDrift(guard, serverId, { limit: 10 });
  expect(isUnclassified).toBe(true);
  expect(await getDriftPolicy(guard)).toMatchObject({ drifting: 1 });
  expect(await classifyDriftAnew(guard, {})).toMatchObject({ servers: 1, changed: 1 });
  expect(await classOf()).toBe("re_approve");
});

test("however many servers drift, all are classified anew by one press", async () => {
  const { guard, serverId, drift, classOf } = await scene();
  const all = [serverId, await drift("npm:two"), await drift("npm:three")];
  await setDriftPolicy(guard, policy({ description_changed: "block" }));
  expect(await classifyAllDriftAnew(guard, 1)).toEqual({ changed: 3 });
  expect(await Promise.all(all.map((id) => classOf(id)))).toEqual(["block", "block", "block"]);
});

test("a server's drift is told with both sides and its history, to its organization alone", async () => {
  const { developer, serverId, list } = await scene();
  await list("Says nothing.");
  const drift = await getServerDrift(developer, serverId, { limit: 10 });
  expect(drift).toMatchObject({
    identity: "npm:one",
    counts: { added: 0, removed: 0, renamed: 0, changed: 1 },
    tools: [{ name: "a", fate: "changed", changes: [{ kind: "description_changed", detail: [] }] }],
  });
  const sides = await findDriftSides(developer, drift);
  expect(sides.get("a")).toMatchObject({
    before: { description: "Says hello." },
    after: { description: "Says nothing." },
  });
  expect((await listDrifts(developer, serverId)).map((row) => row.outcome)).toEqual([null, "superseded"]);
  const other = await createOrganization(database.db);
  await expectNotFound(other, () => getServerDrift(as(other, other.owner), serverId, { limit: 10 }));
  await expectNotFound(other, () => listDrifts(as(other, other.owner), serverId));
});
