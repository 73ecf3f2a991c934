import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { listMatches } from "#app/domain/advisories/match-queries.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { askDuePackageLooks } from "#app/domain/packages/ask-due-package-looks.server.ts";
import { askPackageLook } from "#app/domain/packages/ask-package-look.server.ts";
import { beginPackageLook } from "#app/domain/packages/begin-package-look.server.ts";
import { packageAnswers } from "#app/domain/packages/package-answers.ts";
import { getPackage } from "#app/domain/packages/package-queries.server.ts";
import { recordPackageLook } from "#app/domain/packages/record-package-look.server.ts";
import { lookAtPackage } from "#app/jobs/look-at-package.server.ts";
import { importRecords, installs, localWorld } from "#test/support/advisory-scenes.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";
import { openNpm } from "#test/support/npm-counterpart.ts";
import { osvOf } from "#test/support/osv-records.ts";
import { importText, officialEntry, registryOf } from "#test/support/registry-factories.ts";
import { openHub } from "#test/support/repository-counterpart.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const npm = openNpm();
const hub = openHub();
const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);

async function serverIdOf(org: TestOrganization, identity: string): Promise<string> {
  const ctx = as(org, org.owner);
  const made = await inTransaction(ctx, (tx) => ensureServers(tx, ctx, [identity]));
  return made.get(identity) ?? "";
}

async function look(org: TestOrganization, identity: string, now = NOON) {
  const serverId = await serverIdOf(org, identity);
  const { lookIds } = await askPackageLook(as(org, org.owner, { now }), { serverId });
  const repositories = { github: hub.url, gitlab: hub.url };
  const world = { ...localWorld(org, now), npmRegistry: npm.url, repositories };
  for (const lookId of lookIds) await lookAtPackage(world, { orgId: org.id, lookId });
  return getPackage(as(org, org.owner), { serverId });
}

/** A Python package a registry lists with its repository. */
async function importListing(
  org: TestOrganization,
  name: string,
  repository: string,
  identifier: string,
  version: string,
) {
  const entry = officialEntry(name, {
    version,
    repository: { url: `https://github.com/${repository}`, source: "github" },
    packages: [{ registryType: "pypi", identifier, version, transport: { type: "stdio" } }],
  });
  const address = "https://registry.modelcontextprotocol.io/v0.1/servers";
  await importText(org, await registryOf(org, "official", { address }), JSON.stringify({ servers: [entry] }));
  // as if it had been read there
  await database.admin`update registry_import set file_name = null where org_id = ${org.id}`;
}

test("the registry's signature is held against its own keys, and a record nobody could verify is called so", async () => {
  const org = await createOrganization(database.db);
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const keys = [
    { keyid: "SHA256:one", key, expires: null, keytype: "ecdsa-sha2-nistp256" },
    { keyid: "SHA256:old", key, expires: "2020-01-01T00:00:00.000Z" },
  ];
  npm.odd.set("-/npm/v1/keys", (answer) => answer.end(JSON.stringify({ keys })));
  const integrity = "sha512-abc";
  const signed = (name: string, keyid = "SHA256:one", of = `${name}@1.0.0:${integrity}`) => ({
    "1.0.0": {
      dist: {
        integrity,
        signatures: [{ keyid, sig: sign("sha256", Buffer.from(of), privateKey).toString("base64") }],
        attestations: { url: "https://x", provenance: { predicateType: "x" } },
      },
    },
  });
  npm.place("good", signed("good"));
  npm.place("swapped", signed("swapped", "SHA256:one", `good@1.0.0:${integrity}`));
  npm.place("outdated", signed("outdated", "SHA256:old"));
  npm.place("stranger", signed("stranger", "SHA256:two"));
  npm.place("unsigned", { "1.0.0": { dist: { integrity, signatures: [] } } });
  npm.place("silent", { "1.0.0": { dist: {} } });
  const answerOf = async (name: string) => {
    const { seen } = await look(org, `npm:${name}`);
    const answers = seen ? packageAnswers(seen.facts, null, NOON) : [];
    expect(answers.find(({ term }) => term === "Provenance")?.sentence ?? "").not.toMatch(/verified/i);
    return [seen?.facts.signature, answers.find(({ term }) => term === "Registry's signature")?.state];
  };
  expect(await answerOf("good")).toEqual(["fits", "found"]);
  expect(await answerOf("swapped")).toEqual(["wrong", "not_found"]);
  expect(await answerOf("outdated")).toEqual(["unknown_key", "could_not_look"]);
  expect(await answerOf("stranger")).toEqual(["unknown_key", "could_not_look"]);
  expect(await answerOf("unsigned")).toEqual(["none", "not_found"]);
  expect(await answerOf("silent")).toEqual([null, "could_not_look"]);
  npm.odd.set("-/npm/v1/keys", (answer) => answer.end("<html>"));
  expect(await answerOf("good")).toEqual(["not_checked", "could_not_look"]);
});

const evidence = (org: TestOrganization, identity: string, release: string) =>
  database.admin`select "row", answer from evidence where org_id = ${org.id} and identity = ${identity}
    and release = ${release} and "row" not like 'known%' order by "row"`;

test("a look tells the newest release with what comes with it, and becomes evidence of server and release", async () => {
  const org = await createOrganization(database.db);
  npm.place("whole", { "1.0.0": {}, "1.1.0": { dependencies: { "whole-part": "^1.0.0" } } });
  npm.place("whole-part", { "1.0.0": { scripts: { install: "node-gyp rebuild" } } });
  const { seen, failed } = await look(org, "npm:whole");
  expect(failed).toBeNull();
  expect(seen?.facts).toMatchObject({
    version: "1.1.0",
    versions: 2,
    maintainers: 2,
    deprecated: false,
    hasProvenance: false,
    licence: "MIT",
    dependencies: 1,
    scriptedDependencies: ["whole-part@1.0.0"],
    isCut: false,
  });
  expect((await evidence(org, "npm:whole", "")).map(({ row, answer }) => [row, answer])).toEqual([
    ["archived", "could_not_look"],
    ["dependencies_checked", "could_not_look"],
    ["issue_answers", "could_not_look"],
    ["last_commit", "could_not_look"],
    ["licence", "found"],
    ["maintainers", "found"],
    ["package_age", "found"],
    ["releases", "found"],
    ["source_public", "not_found"],
  ]);
  expect((await evidence(org, "npm:whole", "1.1.0")).map(({ row, answer }) => [row, answer])).toEqual([
    ["dependencies_checked", "could_not_look"],
    ["dependency_count", "found"],
    ["install_scripts", "found"],
    ["npm_deprecated", "not_found"],
    ["provenance", "not_found"],
    ["release_age", "found"],
    ["source_at_tag", "could_not_look"],
  ]);
});

test("of the server is told what its newest release says, whichever look ends last", async () => {
  const org = await createOrganization(database.db);
  const versions = { "1.0.0": { license: "SEE LICENSE IN EULA" }, "2.0.0": { license: "Apache-2.0" } };
  npm.place("moved", versions);
  await installs(org, { a: "moved@1.0.0" });
  const serverId = await serverIdOf(org, "npm:moved");
  const { lookIds } = await askPackageLook(as(org, org.owner), { serverId });
  const world = { ...localWorld(org, NOON), npmRegistry: npm.url };
  for (const lookId of lookIds) await lookAtPackage(world, { orgId: org.id, lookId });
  const [licence] = await database.admin`select detail ->> 'licence' as of from evidence
    where org_id = ${org.id} and identity = 'npm:moved' and release = '' and "row" = 'licence'`;
  expect([lookIds.length, licence?.of]).toEqual([2, "Apache-2.0"]);
});

test("a dependency of which the registry names no scripts in its short form runs none", async () => {
  const org = await createOrganization(database.db);
  npm.place("calm", { "1.0.0": { dependencies: { "calm-part": "^1.0.0" } } });
  npm.place("calm-part", { "1.0.0": {} });
  expect((await look(org, "npm:calm")).seen?.facts).toMatchObject({ dependencies: 1, unknownScripts: 0 });
  const rows = await evidence(org, "npm:calm", "1.0.0");
  expect(rows.find(({ row }) => row === "install_scripts")?.answer).toBe("not_found");
});

test("the repository a package names is looked at, at the tag of the release", async () => {
  const org = await createOrganization(database.db);
  hub.placeGithub("owner/known", { tags: ["v1.0.0"], files: { "package.json": { name: "with-source" } } });
  npm.place("with-source", { "1.0.0": {} }, { repository: "github:owner/known" });
  const { repository } = await look(org, "npm:with-source");
  expect(repository?.facts).toMatchObject({
    place: "github.com/owner/known",
    isArchived: { value: false },
    tag: { value: "v1.0.0" },
  });
  const rows = await database.admin`select "row", answer, source from evidence where org_id = ${org.id}
    and "row" in ('source_public', 'source_at_tag', 'last_commit') order by "row"`;
  expect(rows.map(({ row, answer, source }) => [row, answer, source])).toEqual(
    ["last_commit", "source_at_tag", "source_public"].map((row) => [row, "found", "github.com/owner/known"]),
  );
});

test("a package that names somebody else's repository gains nothing by it, and loses what it had when it begins to", async () => {
  const org = await createOrganization(database.db);
  const rows = async () => {
    const found = await database.admin`select "row", answer, value, detail ->> 'why' as why from evidence
      where org_id = ${org.id} and identity = 'npm:borrower' and source like 'github.com/%'`;
    return found.map(({ row, answer, value, why }) => ({ row, answer, value, why }));
  };
  hub.placeGithub("vendor/famous", { tags: ["v1.0.0"], files: { "package.json": { name: "famous" } } });
  hub.placeGithub("own/borrower", { tags: ["v1.0.0"], files: { "package.json": { name: "borrower" } } });
  npm.place("borrower", { "1.0.0": {} }, { repository: "github:own/borrower" });
  await look(org, "npm:borrower");
  expect((await rows()).filter(({ answer }) => answer === "found").length).toBeGreaterThan(2);
  npm.place("borrower", { "1.0.0": {} }, { repository: "github:vendor/famous" });
  const { repository } = await look(org, "npm:borrower", later(1));
  expect(repository?.facts.confirmation.state).toBe("claimed");
  const after = await rows();
  expect(after.length).toBeGreaterThan(4);
  for (const { row, answer, value, why } of after) {
    expect([answer, value], row).toEqual(["could_not_look", null]);
    if (row !== "issue_answers") expect(why, row).toMatch(/vendor.famous is claimed, not confirmed/);
  }
});

test("of a server that is no package of npm the repository is looked at that a registry names, when asked and daily", async () => {
  const org = await createOrganization(database.db);
  hub.placeGithub("owner/python", { tags: ["v2.0.0"] });
  await importListing(org, "io.github.owner/python", "owner/python", "pyth-server", "2.0.0");
  const identity = "pypi:pyth-server";
  const { repository, listed, seen } = await look(org, identity);
  expect([listed, seen]).toEqual(["https://github.com/owner/python", null]);
  expect(repository?.facts).toMatchObject({ isArchived: { value: false }, tag: { value: "v2.0.0" } });
  expect((await evidence(org, identity, "")).map(({ row, answer }) => [row, answer])).toEqual([
    ["archived", "not_found"],
    ["issue_answers", "could_not_look"],
    ["last_commit", "found"],
    ["licence", "found"],
    ["source_public", "found"],
  ]);
  expect((await evidence(org, identity, "2.0.0")).map(({ row }) => row)).toEqual(["source_at_tag"]);
  await database.admin`update package_look set asked_at = asked_at - interval '2 days' where org_id = ${org.id}`;
  await recordScan(as(org, org.owner), {
    report: reportOf([
      fileOf([
        npxEntry("python", "pyth-server", { command: "uvx", args: [{ kind: "plain", text: "pyth-server" }] }),
      ]),
    ]),
    deviceName: "laptop",
  });
  expect(await askDuePackageLooks(asOperator(org), { limit: 10 })).toEqual({ asked: 1 });
});

test("a repository that tells nothing keeps what was known and says why; one nobody can ask is said to be so", async () => {
  const org = await createOrganization(database.db);
  hub.placeGithub("owner/falling", {});
  await importListing(org, "io.github.owner/falling", "owner/falling", "falling", "1.0.0");
  await look(org, "pypi:falling");
  hub.odd.set("/repos/owner/falling", (answer) => answer.writeHead(500).end());
  const { repository, failed } = await look(org, "pypi:falling", later(1));
  expect([repository?.at, failed?.why]).toEqual([NOON, "GitHub answered 500."]);
  expect((await evidence(org, "pypi:falling", "")).find(({ row }) => row === "last_commit")?.answer).toBe(
    "found",
  );
});

test("advisories are matched along the dependencies of a release, and clean is said only of a whole tree", async () => {
  const org = await createOrganization(database.db);
  npm.place("top", { "1.0.0": { dependencies: { middle: "1" } } });
  npm.place("middle", { "1.0.0": { dependencies: { deep: "1" } } });
  npm.place("deep", { "1.5.0": {} });
  await installs(org, { a: "top@1.0.0" });
  await importRecords(org, [osvOf("GHSA-deep", "deep"), osvOf("GHSA-other", "nothing-here")]);
  expect((await listMatches(as(org, org.owner), {}, { limit: 50 })).rows).toEqual([]);
  await look(org, "npm:top");
  const known = () => database.admin`select "row", answer from evidence where org_id = ${org.id}
    and identity = 'npm:top' and release = '1.0.0' and "row" like 'known%' order by "row"`;
  expect((await listMatches(as(org, org.owner), {}, { limit: 50 })).rows).toMatchObject([
    {
      osvId: "GHSA-deep",
      release: "1.0.0",
      package: "npm:deep",
      version: "1.5.0",
      isDependency: true,
      answer: "affected",
      installations: 1,
    },
  ]);
  expect((await known()).map(({ row, answer }) => [row, answer])).toEqual([
    ["known_malicious", "not_found"],
    ["known_vulnerable", "found"],
  ]);
  const corrected = { modified: "2026-11-02T00:00:00Z", events: [{ introduced: "9.0.0" }] };
  await importRecords(org, [osvOf("GHSA-deep", "deep", corrected)], as(org, org.owner, { now: later(1) }));
  expect((await known()).map(({ answer }) => answer)).toEqual(["not_found", "not_found"]);
  expect((await evidence(org, "npm:top", "1.0.0"))[0]).toMatchObject({
    row: "dependencies_checked",
    answer: "found",
  });
});

test("of a server that is not pinned its newest release is asked about, and nothing is said of older ones", async () => {
  const org = await createOrganization(database.db);
  npm.place("floating", { "1.0.0": {}, "2.0.0": {} });
  await installs(org, { a: "floating" });
  await importRecords(org, [osvOf("GHSA-f", "floating")]);
  await look(org, "npm:floating");
  const known = async (release: string) => {
    const rows = await database.admin`select "row", answer from evidence where org_id = ${org.id}
      and release = ${release} and ("row" like 'known%' or "row" = 'dependencies_checked') order by "row"`;
    return rows.map(({ row, answer }) => [row, answer]);
  };
  expect(await known("2.0.0")).toEqual([
    ["dependencies_checked", "found"],
    ["known_malicious", "not_found"],
    ["known_vulnerable", "not_found"],
  ]);
  expect(await known("")).toEqual([
    ["dependencies_checked", "could_not_look"],
    ["known_malicious", "not_found"],
    ["known_vulnerable", "could_not_look"],
  ]);
});

test("a dependency nobody could follow leaves the tree open: neither counted nor clean", async () => {
  const org = await createOrganization(database.db);
  npm.place("holed", { "1.0.0": { dependencies: { gone: "1" } } });
  await installs(org, { a: "holed@1.0.0" });
  await importRecords(org, [osvOf("GHSA-x", "elsewhere")]);
  await look(org, "npm:holed");
  const rows =
    await database.admin`select "row", answer from evidence where org_id = ${org.id} and release = '1.0.0'
    and "row" in ('dependency_count', 'dependencies_checked', 'install_scripts') order by "row"`;
  expect(rows.map(({ answer }) => answer)).toEqual(["could_not_look", "could_not_look", "could_not_look"]);
});

for (const [name, answers, says] of [
  ["missing", null, /no such package/],
  ["page", (answer) => answer.end("<!doctype html>"), /no JSON/],
  ["broken", (answer) => answer.writeHead(500).end(), /answered 500/],
  ["closed", (answer) => answer.writeHead(403).end(), /does not let us look/],
  ["busy", (answer) => answer.writeHead(429, { "Retry-After": "3600" }).end(), /asks to wait/],
  ["lying", (answer) => answer.end('{"name":"another","versions":{"1.0.0":{}}}'), /another package/],
  ["bomb", (answer) => answer.writeHead(200, { "Content-Encoding": "gzip" }).end("x"), /packed/],
  ["huge", (answer) => answer.writeHead(200, { "Content-Length": "99999999" }).end("{"), /more than is read/],
  ["private", (answer) => answer.writeHead(302, { Location: "https://10.0.0.1/" }).end(), /private network/],
  ["cut", (answer) => answer.socket?.destroy(), /did not answer/],
] as [string, Parameters<typeof npm.odd.set>[1] | null, RegExp][])
  test(`a registry that is ${name} ends as could not look, with why`, async () => {
    const org = await createOrganization(database.db);
    if (answers) npm.odd.set(`odd-${name}`, answers);
    const { seen, failed } = await look(org, `npm:odd-${name}`);
    expect(seen).toBeNull();
    expect(failed?.why).toMatch(says);
    expect(failed?.retryAt).toEqual(name === "busy" ? later(1) : null);
  });

test("a look that fails leaves what an earlier one saw", async () => {
  const org = await createOrganization(database.db);
  npm.place("falls-silent", { "1.0.0": {} });
  await look(org, "npm:falls-silent");
  npm.odd.set("falls-silent", (answer) => answer.writeHead(500).end());
  const { seen, failed } = await look(org, "npm:falls-silent", later(1));
  expect([seen?.facts.version, failed?.at]).toEqual(["1.0.0", later(1)]);
});

test("who guards asks, with one event; a look under way is not asked for twice", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const serverId = await serverIdOf(org, "npm:asked");
  const ctx = as(org, org.owner);
  const { lookIds } = await expectOneEvent(org, ctx, "package_look.ask", () =>
    askPackageLook(ctx, { serverId }),
  );
  await expect(askPackageLook(ctx, { serverId })).rejects.toBeInstanceOf(Conflict);
  await expectForbidden(org, async () =>
    askPackageLook(as(org, await createMember(org, "member")), { serverId }),
  );
  await expectNotFound(other, () => askPackageLook(as(other, other.owner), { serverId }));
  const remote = await serverIdOf(org, "remote:https://mcp.example.com/mcp");
  await expect(askPackageLook(ctx, { serverId: remote })).rejects.toBeInstanceOf(Conflict);
  const observation = { outcome: "could_not_look", source: npm.url, why: "No.", retryAt: null } as const;
  const lookId = lookIds[0] ?? "";
  const both = await Promise.all(
    [1, 2].map(() => recordPackageLook(asOperator(org), { lookId, observation })),
  );
  expect(both.map(({ isKept }) => isKept).sort()).toEqual([false, true]);
});

test("packages in use are looked up when first met and then daily, those of a demo never", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "two" });
  expect(await askDuePackageLooks(asOperator(org), { limit: 1 })).toEqual({ asked: 1 });
  // of the one in use at a release the newest as well: it speaks for the server
  expect(await askDuePackageLooks(asOperator(org), { limit: 10 })).toEqual({ asked: 2 });
  expect(await askDuePackageLooks(asOperator(org, later(23)), { limit: 10 })).toEqual({ asked: 0 });
  expect(await askDuePackageLooks(asOperator(org, later(25)), { limit: 10 })).toEqual({ asked: 3 });
  expect((await auditEvents(org)).filter(({ verb }) => verb === "package_look.ask")).toHaveLength(3);
  await database.admin`update organization set is_demo = true where id = ${org.id}`;
  expect(await askDuePackageLooks(asOperator(org, later(50)), { limit: 10 })).toEqual({ asked: 0 });
});

test("a look that was begun and never came back is lost, one that waits its turn is not; while enough wait none is added", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "slow-one", b: "slow-two", c: "slow-three" });
  const due = (hours: number) => askDuePackageLooks(asOperator(org, later(hours)), { limit: 2 });
  expect([await due(0), await due(1)]).toEqual([{ asked: 2 }, { asked: 0 }]);
  const looks = () =>
    database.admin`select id, state, why from package_look where org_id = ${org.id} order by id`;
  const [first] = await looks();
  const lookId = String(first?.id);
  expect(await beginPackageLook(asOperator(org, later(1)), lookId)).toMatchObject({ release: "" });
  expect([await due(1.4), await due(1.6)]).toEqual([{ asked: 0 }, { asked: 1 }]);
  expect((await looks()).map(({ state }) => state)).toEqual(["could_not_look", "asked", "asked"]);
  expect((await looks())[0]?.why).toBe("The look was asked for and not carried out.");
  expect(await beginPackageLook(asOperator(org, later(2)), lookId)).toBeUndefined();
  await expectForbidden(org, async () =>
    beginPackageLook(as(org, await createMember(org, "member")), lookId),
  );
});
