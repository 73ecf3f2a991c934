import { describe, expect, test } from "vitest";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { Piece } from "#app/domain/trust/evidence-piece.ts";
import { inapplicableEvidence } from "#app/domain/trust/inapplicable-evidence.ts";
import { type ListingFacts, listingEvidence } from "#app/domain/trust/listing-evidence.ts";
import { VouchPublisherInput } from "#app/domain/trust/publisher-inputs.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { vouchPublisher } from "#app/domain/trust/vouch-publisher.server.ts";
import { withdrawPublisher } from "#app/domain/trust/withdraw-publisher.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { manifestOf, toolOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function scene() {
  const org = await createOrganization(database.db);
  const { serverId } = await recordManifest(
    as(org, org.owner),
    manifestOf("npm:@vendor/mcp", [toolOf("search")]),
  );
  return { org, serverId };
}

const word = (serverId: string) => ({
  serverId,
  publisher: "Vendor",
  relation: "official" as const,
  reason: "Its documentation names this package",
});

async function answers(org: TestOrganization, serverId: string) {
  const { pieces, publisher } = await getServerTrust(as(org, org.owner), { serverId });
  const of = (row: string) => pieces.find((piece) => piece.row === row);
  return {
    verified: of("publisher_verified"),
    official: of("official"),
    word: of("publisher_word"),
    publisher,
  };
}

describe("vouching for a publisher", () => {
  test("leaves one event, counts as verified, and is known by name, reason and date", async () => {
    const { org, serverId } = await scene();
    const ctx = as(org, org.owner);
    expect((await answers(org, serverId)).verified?.answer).toBe("could_not_look");
    await expectOneEvent(org, ctx, "server.vouch_publisher", () => vouchPublisher(ctx, word(serverId)));
    const after = await answers(org, serverId);
    expect(after.verified).toMatchObject({ answer: "found", value: 1 });
    expect(after.official).toMatchObject({ answer: "found", value: 1 });
    expect(after.publisher).toMatchObject({
      word: {
        publisher: "Vendor",
        relation: "official",
        by: org.owner.name,
        reason: "Its documentation names this package",
        at: NOON,
      },
      ways: [{ state: "verified", words: "an administrator vouched for it" }],
    });
  });

  test("a third party is verified and not official", async () => {
    const { org, serverId } = await scene();
    await vouchPublisher(as(org, org.owner), { ...word(serverId), relation: "third_party" });
    const after = await answers(org, serverId);
    expect(after.verified?.answer).toBe("found");
    expect(after.official).toMatchObject({ answer: "not_found", value: 0 });
  });

  test("is refused to approvers, members, auditors and keys without the scope, and finds nothing elsewhere", async () => {
    const { org, serverId } = await scene();
    for (const role of ["approver", "member", "auditor"] as const) {
      const who = as(org, await createMember(org, role));
      await expectForbidden(org, async () => vouchPublisher(who, word(serverId)));
      await expectForbidden(org, async () => withdrawPublisher(who, { serverId, reason: "A look" }));
    }
    const key = as(org, org.owner, { scopes: ["read", "block"] });
    await expectForbidden(org, async () => vouchPublisher(key, word(serverId)));
    const other = await createOrganization(database.db);
    await expectNotFound(other, () => vouchPublisher(as(other, other.owner), word(serverId)));
    await expectNotFound(other, () =>
      withdrawPublisher(as(other, other.owner), { serverId, reason: "A look" }),
    );
  });

  test("twice at once keeps one word", async () => {
    const { org, serverId } = await scene();
    const both = await Promise.allSettled([
      vouchPublisher(as(org, org.owner), word(serverId)),
      vouchPublisher(as(org, org.owner), { ...word(serverId), publisher: "Other" }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")?.reason).toBeInstanceOf(Conflict);
    const events = (await auditEvents(org)).filter((event) => event.verb === "server.vouch_publisher");
    expect(events).toHaveLength(1);
  });

  test("needs a name, a relation and a reason, and takes no invisible characters", () => {
    const good = { ...word("019a0000-0000-7000-8000-000000000001") };
    expect(VouchPublisherInput.safeParse(good).success).toBe(true);
    for (const bad of [
      { ...good, publisher: " " },
      { ...good, publisher: "Ven\u202Edor" },
      { ...good, publisher: "x".repeat(101) },
      { ...good, relation: "friend" },
      { ...good, reason: "" },
      { ...good, more: true },
    ])
      expect(VouchPublisherInput.safeParse(bad).success).toBe(false);
  });
});

describe("withdrawing the word", () => {
  test("leaves one event, ends it, and another can be given", async () => {
    const { org, serverId } = await scene();
    await vouchPublisher(as(org, org.owner), word(serverId));
    const security = as(org, await createMember(org, "security"));
    await expectOneEvent(org, security, "server.withdraw_publisher", () =>
      withdrawPublisher(security, { serverId, reason: "The package changed hands" }),
    );
    const after = await answers(org, serverId);
    expect(after.verified?.answer).toBe("could_not_look");
    expect(after.publisher).toEqual({ word: null, ways: [] });
    await vouchPublisher(as(org, org.owner), word(serverId));
  });

  test("that nobody gave is refused, and so is the second of two at once", async () => {
    const { org, serverId } = await scene();
    const ctx = as(org, org.owner);
    await expect(withdrawPublisher(ctx, { serverId, reason: "A look" })).rejects.toBeInstanceOf(Conflict);
    await vouchPublisher(ctx, word(serverId));
    const both = await Promise.allSettled([
      withdrawPublisher(ctx, { serverId, reason: "A look" }),
      withdrawPublisher(ctx, { serverId, reason: "A look" }),
    ]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });
});

describe("what registries answer", () => {
  const OFFICIAL = "https://registry.modelcontextprotocol.io/v0.1/servers";
  const entry = (over: Partial<ListingFacts> = {}): ListingFacts => ({
    registry: "Official",
    kind: "official",
    address: OFFICIAL,
    name: "com.apify/mcp",
    isLatest: true,
    release: null,
    status: "active",
    declared: {},
    importedAt: NOON,
    isGone: false,
    ...over,
  });
  const answersOf = (pieces: Piece[]) =>
    Object.fromEntries(
      pieces.map((piece) => [`${piece.row}${piece.release && ` ${piece.release}`}`, piece.answer]),
    );

  test("only the official registry at its own address proves a namespace", () => {
    expect(answersOf(listingEvidence("npm:x", [entry()]))).toMatchObject({ namespace_verified: "found" });
    for (const over of [
      { address: null },
      { address: "https://registry.modelcontextprotocol.io.evil.example/v0.1" },
      { address: "https://evil.example/registry.modelcontextprotocol.io" },
      { kind: "toolhive" as const },
    ])
      expect(answersOf(listingEvidence("npm:x", [entry(over)]))).not.toHaveProperty("namespace_verified");
  });

  test("a proved domain the server is reached at makes it official, one that only looks like it does not", () => {
    const at = (host: string, over: Partial<ListingFacts> = {}) =>
      answersOf(listingEvidence(`remote:https://${host}/mcp`, [entry(over)]));
    expect(at("mcp.apify.com")).toMatchObject({ same_domain: "found", official: "found" });
    expect(at("apify.com")).toMatchObject({ same_domain: "found" });
    expect(at("notapify.com")).toMatchObject({ same_domain: "not_found" });
    expect(at("apify.com.evil.example")).toMatchObject({ same_domain: "not_found" });
    expect(at("someone.github.io", { name: "io.github.someone/mcp" })).toMatchObject({
      same_domain: "not_found",
    });
    expect(at("mcp.apify.com", { address: null })).not.toHaveProperty("same_domain");
  });

  test("a status counts for the server where the entry is the newest, else for its release only", () => {
    expect(answersOf(listingEvidence("npm:x", [entry({ status: "deleted" })]))).toMatchObject({
      registry_deleted: "found",
      registry_deprecated: "not_found",
    });
    const old = entry({ status: "deprecated", isLatest: false, release: "0.9.0" });
    expect(answersOf(listingEvidence("npm:x", [entry(), old]))).toMatchObject({
      registry_deprecated: "not_found",
      "registry_deprecated 0.9.0": "found",
    });
    expect(listingEvidence("npm:x", [entry({ status: null, address: null })])).toEqual([]);
    expect(listingEvidence("npm:x", [])).toEqual([]);
  });

  test("a registry that drops what it had marked as bad does not make it good, unless it is listed there again", () => {
    const gone = entry({ status: "deleted", isGone: true, isLatest: false });
    const read = { registries: 2, newest: NOON };
    expect(answersOf(listingEvidence("npm:x", [gone], read))).toMatchObject({ registry_deleted: "found" });
    expect(answersOf(listingEvidence("npm:x", [gone, entry()], read))).toMatchObject({
      registry_deleted: "not_found",
    });
    expect(answersOf(listingEvidence("npm:x", [gone]))).not.toHaveProperty("namespace_verified");
  });

  test("registries that were read and say nothing bad are an answer that caps nothing and counts nothing", () => {
    const pieces = listingEvidence("npm:x", [], { registries: 1, newest: NOON });
    expect(pieces.map(({ row, answer, value }) => [row, answer, value])).toEqual([
      ["registry_deprecated", "not_found", 0],
      ["registry_deleted", "not_found", 0],
    ]);
    const unsaid = [entry({ status: null, kind: "docker" })];
    expect(
      listingEvidence("npm:x", unsaid, { registries: 1, newest: NOON }).map(({ value }) => value),
    ).toEqual([0, 0]);
  });

  test("questions that can have no bad answer for a kind of server cap nothing and count nothing", () => {
    const rows = (identity: string) => inapplicableEvidence(identity).map(({ row, value }) => [row, value]);
    expect(rows("remote:https://mcp.example.com")).toEqual([
      ["known_malicious", 0],
      ["known_vulnerable", 0],
      ["npm_deprecated", 0],
    ]);
    expect(rows("oci:docker.io/mcp/x")).toEqual([["npm_deprecated", 0]]);
    expect(rows("npm:x")).toEqual([]);
    expect(rows("command:~/x")).toEqual(rows("remote:https://mcp.example.com"));
  });

  test("a tier, a signer and a permission profile are the registry's claims, and told as such", () => {
    const declared = {
      tier: "Official",
      provenance: { signer: "vendor/repository" },
      network: { reach: "listed" as const, hosts: ["api.example.com"] },
      volumes: [],
    };
    const pieces = listingEvidence("oci:docker.io/vendor/mcp", [
      entry({ kind: "toolhive", registry: "ToolHive", declared, status: null }),
    ]);
    expect(answersOf(pieces)).toEqual({
      official: "found",
      image_signed: "could_not_look",
      permission_profile: "found",
    });
    expect(new Set(pieces.map((piece) => piece.source))).toEqual(new Set(["ToolHive"]));
    for (const over of [{ kind: "official" as const }, { kind: "toolhive" as const, address: null }]) {
      const others = listingEvidence("oci:docker.io/vendor/mcp", [
        entry({ ...over, declared, status: null }),
      ]);
      expect(others.map(({ row }) => row)).not.toContain("image_signed");
      expect(others.find(({ row }) => row === "official")).toBeUndefined();
    }
    expect(
      answersOf(
        listingEvidence("npm:x", [
          entry({ kind: "toolhive", declared: { tier: "Community" }, status: null }),
        ]),
      ),
    ).toEqual({ official: "not_found" });
  });
});
