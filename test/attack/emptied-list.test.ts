import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import {
  createGrant,
  fileOf,
  manifestOf,
  npxEntry,
  reportOf,
  rowsOf,
  toolOf,
} from "#test/support/inventory-factories.ts";

const database = openTestDatabase();

test("a server that lists no tool until it is approved gets none past the approval, and that is seen", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const guard = as(org, await createMember(org, "security"));
  await recordScan(as(org, developer), { report: reportOf([fileOf([npxEntry("one", "@acme/one")])]) });
  const lists = (...names: string[]) =>
    recordManifest(
      guard,
      manifestOf(
        "npm:@acme/one",
        names.map((name) => toolOf(name)),
      ),
    );
  const { serverId } = await lists();
  await createGrant(org, { serverId, member: developer });
  await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
  const standing = async () => {
    const { rows } = await listInstallations(guard, {}, { page: 1, perPage: 50, sort: "need" });
    return rows.map((row) => row.standing);
  };
  expect(await standing()).toEqual(["approved"]);
  await lists("wipe");
  const key = {
    via: "api_key",
    apiKeyId: uuidv7(),
    scopes: ["check"],
    keyEnvironment: "development",
  } as const;
  const decided = await mayCall(as(org, developer, { ...key, scopes: [...key.scopes] }), {
    server: serverId,
    tool: "wipe",
  });
  expect(decided).toMatchObject({ allowed: false, reason: "tool_not_pinned" });
  expect(await standing()).toEqual(["drifted"]);
  expect(await rowsOf(org, sql`select class, added, outcome from drift`)).toEqual([
    { class: "re_approve", added: 1, outcome: null },
  ]);
  await lists();
  expect(await standing()).toEqual(["approved"]);
});
