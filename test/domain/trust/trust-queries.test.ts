import { uuidv7 } from "uuidv7";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { EVIDENCE_ROW_KEYS } from "#app/domain/trust/evidence-rows.ts";
import { type EvidenceToRecord, recordEvidence } from "#app/domain/trust/record-evidence.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { manifestOf, toolOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const IDENTITY = "npm:@sentry/mcp-server";

async function serverOf(org: TestOrganization): Promise<string> {
  const tools = [
    toolOf("search", { annotations: { readOnlyHint: true } }),
    toolOf("delete", { annotations: { destructiveHint: true } }),
  ];
  return (await recordManifest(as(org, org.owner), manifestOf(IDENTITY, tools, "1.0.0"))).serverId;
}

function record(org: TestOrganization, rows: Omit<EvidenceToRecord, "identity" | "source">[], now = NOON) {
  const ctx = asOperator(org, now);
  return inTransaction(ctx, (tx) =>
    recordEvidence(
      tx,
      ctx,
      rows.map((row) => ({ ...row, identity: IDENTITY, source: "a test" })),
    ),
  );
}

describe("the trust in a server", () => {
  test("answers every row of the list, with what the house knows by itself and what was recorded", async () => {
    const org = await createOrganization(database.db);
    const serverId = await serverOf(org);
    await record(org, [{ row: "licence", answer: "found", value: 1, detail: { licence: "MIT" } }]);
    const trust = await getServerTrust(as(org, org.owner), { serverId });
    expect(trust).toMatchObject({ identity: IDENTITY, release: "1.0.0", releases: ["1.0.0"] });
    expect(trust.pieces.map((piece) => piece.row)).toEqual(EVIDENCE_ROW_KEYS);
    const of = (row: string) => trust.pieces.find((piece) => piece.row === row);
    expect(of("licence")).toMatchObject({ answer: "found", value: 1, source: "a test" });
    expect(of("destructive_tools")).toMatchObject({ answer: "found", value: 0.5 });
    expect(of("known_malicious")).toMatchObject({
      answer: "could_not_look",
      value: null,
      detail: { why: "Nobody has looked yet." },
    });
    expect(trust.score.proven).toBeGreaterThan(0);
    expect(trust.score.score).toBe(0);
    expect(trust.score.caps[0]).toMatchObject({ row: "known_malicious", isOpen: true });
    expect(trust.score.possible).toBeLessThan(100);
  });

  test("is of one release: another release's evidence does not count, and either can be asked for", async () => {
    const org = await createOrganization(database.db);
    const serverId = await serverOf(org);
    await record(org, [
      { row: "known_vulnerable", release: "0.9.0", answer: "found" },
      { row: "known_vulnerable", release: "1.0.0", answer: "not_found" },
    ]);
    const ctx = as(org, org.owner);
    const now = await getServerTrust(ctx, { serverId });
    const old = await getServerTrust(ctx, { serverId, release: "0.9.0" });
    const tripped = ({ score }: typeof now) => score.caps.filter(({ isOpen }) => !isOpen);
    expect(tripped(now)).toEqual([]);
    expect(tripped(old)).toMatchObject([{ row: "known_vulnerable", most: 40 }]);
    expect(now.releases.toSorted()).toEqual(["0.9.0", "1.0.0"]);
    expect(old.score.proven).toBeLessThan(now.score.proven);
    expect(old.score.possible).toBeLessThan(now.score.possible);
  });

  test("does not rise when a source falls silent, and a cap it found stays", async () => {
    const org = await createOrganization(database.db);
    const serverId = await serverOf(org);
    const ctx = as(org, org.owner);
    await record(org, [
      { row: "known_malicious", release: "1.0.0", answer: "found" },
      { row: "licence", answer: "found", value: 0.2 },
    ]);
    const before = await getServerTrust(ctx, { serverId });
    const later = new Date(NOON.getTime() + 60_000);
    await record(
      org,
      EVIDENCE_ROW_KEYS.flatMap((row) =>
        ["", "1.0.0"].map((release) => ({ row, release, answer: "could_not_look" as const })),
      ),
      later,
    );
    const after = await getServerTrust(ctx, { serverId });
    expect(after.score.score).toBe(before.score.score);
    expect(after.score.possible).toBeLessThanOrEqual(before.score.possible);
    expect(after.score.caps.filter(({ isOpen }) => !isOpen).map((cap) => cap.row)).toEqual([
      "known_malicious",
    ]);
  });

  test("is nobody's without the permission, and another organization's server does not exist", async () => {
    const org = await createOrganization(database.db);
    const other = await createOrganization(database.db);
    const serverId = await serverOf(org);
    const auditor = await createMember(org, "auditor");
    expect((await getServerTrust(as(org, auditor), { serverId })).identity).toBe(IDENTITY);
    await expectForbidden(org, async () =>
      getServerTrust(as(org, org.owner, { scopes: ["report"] }), { serverId }),
    );
    await expectNotFound(other, () => getServerTrust(as(other, other.owner), { serverId }));
    await expectNotFound(org, () => getServerTrust(as(org, org.owner), { serverId: uuidv7() }));
  });
});
