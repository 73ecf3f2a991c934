import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { getAdvisoryImport } from "#app/domain/advisories/advisory-import-queries.server.ts";
import { confirmManifest } from "#app/domain/catalog/confirm-manifest.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { assessConnections } from "#app/domain/connections/assess-connections.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import type { ScanEntry } from "#app/domain/inventory/scan-inputs.ts";
import { importRepositoryFile } from "#app/domain/packages/repository/import-repository-facts.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { importRecords } from "#test/support/advisory-scenes.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, manifestOf, reportOf, rowsOf, toolOf } from "#test/support/inventory-factories.ts";
import { osvOf } from "#test/support/osv-records.ts";
import { importText, officialEntry, registryOf } from "#test/support/registry-factories.ts";

const database = openTestDatabase();
const argument = (text: string) => ({ kind: "plain" as const, text });

async function answerOf(org: TestOrganization, serverId: string, row: string) {
  const { pieces, score } = await getServerTrust(as(org, org.owner), { serverId });
  return { answer: pieces.find((piece) => piece.row === row)?.answer, proven: score.proven };
}

test("a list of tools that nobody confirmed proves nothing: a member cannot talk a server up", async () => {
  const org = await createOrganization(database.db);
  const member = as(org, await createMember(org, "member"));
  const harmless = toolOf("search", { annotations: { readOnlyHint: true } });
  const bare = await recordManifest(as(org, org.owner), manifestOf("npm:@example/other", []));
  const { serverId, manifestId } = await recordManifest(member, manifestOf("npm:@example/evil", [harmless]));
  for (const row of [
    "manifest",
    "classes_declared",
    "destructive_tools",
    "reads_secrets",
    "model_instructions",
  ])
    expect((await answerOf(org, serverId, row)).answer, row).toBe("could_not_look");
  const before = (await answerOf(org, serverId, "manifest")).proven;
  expect(before).toBeLessThan((await answerOf(org, bare.serverId, "manifest")).proven);
  await confirmManifest(as(org, org.owner), { manifestId });
  const after = await answerOf(org, serverId, "manifest");
  expect(after.answer).toBe("found");
  expect(after.proven).toBeGreaterThan(before);
});

async function valuesOf(org: TestOrganization, serverId: string) {
  await assessConnections(asOperator(org), { limit: 50 });
  const { pieces, score } = await getServerTrust(as(org, org.owner), { serverId });
  return { values: new Map(pieces.map(({ row, value }) => [row, value ?? 0])), score };
}

test("a launch that a member made up raises no row and no score, and one somebody approves does", async () => {
  const org = await createOrganization(database.db);
  const member = await createMember(org, "member");
  const plain = { args: [], env: [], headers: [] };
  const key = { name: "Authorization", value: { kind: "reference" as const, text: "${input:key}" } };
  const made: [string, ScanEntry["launch"]][] = [
    [
      "npm:@example/made-up",
      { ...plain, transport: "stdio", command: "npx", args: [argument("@example/made-up@1.0.0")] },
    ],
    [
      "oci:docker.io/example/made-up",
      {
        ...plain,
        transport: "stdio",
        command: "docker",
        args: ["run", "--network=none", "example/made-up:1.0.0"].map(argument),
      },
    ],
    [
      "remote:http://mcp.example.com/mcp",
      { ...plain, transport: "http", url: "http://mcp.example.com/mcp", headers: [key] },
    ],
    [
      "remote:https://mcp.example.com/mcp",
      { ...plain, transport: "http", url: "https://mcp.example.com/mcp", headers: [key] },
    ],
  ];
  for (const [identity, launch] of made) {
    const { serverId } = await recordManifest(as(org, org.owner), manifestOf(identity, []));
    const before = await valuesOf(org, serverId);
    const report = () => reportOf([fileOf([{ name: "made-up", enabled: true, launch }])]);
    await recordScan(as(org, member), { report: report(), deviceName: "theirs" });
    const { values, score } = await valuesOf(org, serverId);
    for (const [row, value] of values)
      expect(value, `${identity} ${row}`).toBeLessThanOrEqual(before.values.get(row) ?? 0);
    expect([score.proven, score.score], identity).toEqual([before.score.proven, before.score.score]);
    await recordScan(as(org, org.owner), { report: report(), deviceName: "own" });
    expect((await valuesOf(org, serverId)).score.proven, identity).toBeGreaterThan(score.proven);
  }
});

test("a file given to the official registry by hand proves no namespace", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official", {
    address: "https://registry.modelcontextprotocol.io/v0.1/servers",
  });
  const { serverId } = await recordManifest(as(org, org.owner), manifestOf("npm:@example/evil", []));
  await importText(org, registryId, JSON.stringify({ servers: [officialEntry("com.vendor/evil")] }));
  expect((await answerOf(org, serverId, "namespace_verified")).answer).toBe("could_not_look");
  expect((await answerOf(org, serverId, "publisher_verified")).answer).toBe("could_not_look");
});

test("a publisher that names its own signer, in any registry or file, verifies nobody", async () => {
  const org = await createOrganization(database.db);
  const image = "docker.io/evil/mcp";
  const { serverId } = await recordManifest(as(org, org.owner), manifestOf(`oci:${image}`, []));
  const provenance = { signer_identity: "https://github.com/vendor/mcp/.github/workflows/release.yml" };
  const entry = {
    ...officialEntry("com.evil/mcp"),
    packages: [{ registryType: "oci", identifier: image, version: "1.0.0", transport: { type: "stdio" } }],
    _meta: {
      "io.modelcontextprotocol.registry/publisher-provided": {
        "io.github.stacklok": { [image]: { provenance, tier: "Official" } },
      },
    },
  };
  await importText(org, await registryOf(org, "official"), JSON.stringify({ servers: [entry] }));
  const own = {
    servers: { evil: { image, description: "Evil.", transport: "stdio", provenance, tier: "Official" } },
  };
  const address = "https://registry.example/toolhive.json";
  await importText(org, await registryOf(org, "toolhive", { address }), JSON.stringify(own));
  for (const row of ["image_signed", "publisher_verified", "official"])
    expect((await answerOf(org, serverId, row)).answer, row).toBe("could_not_look");
});

test("an advisory that says it was changed tomorrow does not shut out what its database says today", async () => {
  const org = await createOrganization(database.db);
  const withdrawn = { modified: "2099-01-01T00:00:00Z", withdrawn: "2026-01-01T00:00:00Z" };
  const counts = async (record: unknown) => {
    const id = await importRecords(org, [record]);
    const found = await getAdvisoryImport(as(org, org.owner), id);
    return { state: found.state, older: found.older, added: found.added, changed: found.changed };
  };
  expect(await counts(osvOf("GHSA-aaaa-bbbb-cccc", "evil", withdrawn))).toMatchObject({ added: 1 });
  expect(
    await counts(osvOf("GHSA-aaaa-bbbb-cccc", "evil", { modified: "2026-11-27T00:00:00Z" })),
  ).toMatchObject({
    changed: 1,
    older: 0,
  });
});

test("a time no calendar has ends neither an import nor a page", async () => {
  const org = await createOrganization(database.db);
  const id = await importRecords(org, [
    osvOf("GHSA-aaaa-bbbb-0000", "evil", {
      modified: "0000-01-01T00:00:00Z",
      published: "0000-01-01T00:00:00Z",
      withdrawn: "0001-01-01T00:00:00+23:00",
    }),
  ]);
  expect(await getAdvisoryImport(as(org, org.owner), id)).toMatchObject({ state: "done", added: 1 });
  const entry = { identity: "pypi:evil", repository: "https://github.com/a/b", isPublic: true };
  for (const lookedAt of ["0000-01-01T00:00:00Z", "0001-01-01T00:00:00+23:00"])
    await expect(
      importRepositoryFile(as(org, org.owner), { text: JSON.stringify({ ...entry, lookedAt }) }),
      lookedAt,
    ).rejects.toThrow(Invalid);
});

test("who may not confirm lists makes no confirmed one look newer, and so holds back no list that changed", async () => {
  const org = await createOrganization(database.db);
  const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
  const old = manifestOf("npm:@example/one", [toolOf("read")]);
  await recordManifest(as(org, org.owner, { now: at(0) }), old);
  const [honest, hostile] = [await createMember(org, "member"), await createMember(org, "member")];
  const changed = manifestOf("npm:@example/one", [toolOf("read"), toolOf("wipe")]);
  const seen = await recordManifest(as(org, honest, { now: at(1) }), changed);
  expect(seen.isCurrent).toBe(false);
  await recordManifest(as(org, hostile, { now: at(2) }), old);
  const [row] = await rowsOf(
    org,
    sql`select observed_at as at, reported_by as by from manifest where is_confirmed`,
  );
  expect({ at: new Date(String(row?.at)), by: row?.by }).toEqual({ at: at(0), by: org.owner.id });
  await confirmManifest(as(org, org.owner, { now: at(3) }), { manifestId: seen.manifestId });
});
