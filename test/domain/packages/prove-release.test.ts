import { beforeAll, expect, test } from "vitest";
import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import { askPackageLook } from "#app/domain/packages/ask-package-look.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import type { JobWorld } from "#app/jobs/job-world.ts";
import { lookAtPackage } from "#app/jobs/look-at-package.server.ts";
import { localWorld } from "#test/support/advisory-scenes.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { openNpm } from "#test/support/npm-counterpart.ts";
import { integrityOf, openSigstore } from "#test/support/sigstore.ts";

const database = openTestDatabase();
const npm = openNpm();
let sigstore: Awaited<ReturnType<typeof openSigstore>>;
beforeAll(async () => {
  sigstore = await openSigstore();
});

const SLSA = "https://slsa.dev/provenance/v1";
const releaseOf = (name: string) => ({ name, version: "1.0.0", integrity: integrityOf(name) });
const at = (name: string) => `-/npm/v1/attestations/${name}@1.0.0`;

/** A release whose registry lists a record of its build, somewhere it names itself. */
function place(name: string) {
  const { integrity } = releaseOf(name);
  const attestations = { url: "http://169.254.169.254/latest", provenance: { predicateType: SLSA } };
  npm.place(name, { "1.0.0": { dist: { integrity, attestations, signatures: [] } } });
}

async function placeRecord(name: string, of = releaseOf(name)) {
  place(name);
  const publish = {
    predicateType: "https://github.com/npm/attestation/tree/main/specs/publish/v0.1",
    bundle: {},
  };
  const record = { predicateType: SLSA, bundle: await sigstore.record(of) };
  const text = JSON.stringify({ attestations: [publish, record] });
  npm.odd.set(at(name), (answer) => answer.setHeader("Content-Type", "application/json").end(text));
}

async function trustOf(org: TestOrganization, name: string, now = NOON, own: Partial<JobWorld> = {}) {
  const ctx = as(org, org.owner, { now });
  const identity = `npm:${name}`;
  const serverId = (await inTransaction(ctx, (tx) => ensureServers(tx, ctx, [identity]))).get(identity) ?? "";
  const { lookIds } = await askPackageLook(ctx, { serverId });
  const world = { ...localWorld(org, now), npmRegistry: npm.url, sigstoreRoot: sigstore.root, ...own };
  for (const lookId of lookIds) await lookAtPackage(world, { orgId: org.id, lookId });
  expect(world.errors).toEqual([]);
  const trust = await getServerTrust(ctx, { serverId, release: "1.0.0" });
  const row = (key: string) => trust.pieces.find((piece) => piece.row === key);
  return {
    ways: trust.publisher.ways.map(({ row: key, state }) => `${key} ${state}`),
    provenance: row("provenance"),
    publisher: row("publisher_verified")?.answer,
    proven: trust.score.proven,
    caps: trust.score.caps.map(({ row: of, most, isOpen }) => ({ row: of, most, isOpen })),
    says: JSON.stringify(row("provenance")?.detail),
  };
}

test("a record that is verified answers where a release was built, with what, and verifies its publisher", async () => {
  const org = await createOrganization(database.db);
  await placeRecord("@example/good");
  const trust = await trustOf(org, "@example/good");
  expect(trust.provenance).toMatchObject({ answer: "found", value: 1, release: "1.0.0", lookedAt: NOON });
  expect(trust.provenance?.detail).toMatchObject({
    repository: "github.com/example/example",
    workflow: ".github/workflows/release.yml",
    root: sigstore.root.says,
  });
  expect([trust.publisher, trust.ways]).toEqual(["found", ["provenance verified"]]);
  expect(npm.asked).toContain(at("@example/good"));
});

test("a record of something else is heard as a lie, and never raises what an unverified claim left", async () => {
  const org = await createOrganization(database.db);
  await placeRecord("stolen", releaseOf("@example/good"));
  place("silent");
  const [stolen, silent] = [await trustOf(org, "stolen"), await trustOf(org, "silent")];
  expect(stolen.provenance).toMatchObject({ answer: "not_found", value: 0 });
  expect([stolen.publisher, stolen.ways]).toEqual(["not_found", ["provenance contradicted"]]);
  expect([silent.publisher, silent.ways]).toEqual(["could_not_look", ["provenance claimed"]]);
  expect(stolen.proven).toBe(silent.proven);
  expect(stolen.caps).toContainEqual({ row: "signature_contradicted", most: 10, isOpen: false });
  expect(silent.caps.map(({ row }) => row)).not.toContain("signature_contradicted");
});

test("a registry that answers oddly leaves a claim with the reason, and the job lives", async () => {
  const org = await createOrganization(database.db);
  const odd: Record<string, [(answer: Parameters<Parameters<typeof npm.odd.set>[1]>[0]) => unknown, RegExp]> =
    {
      html: [(answer) => answer.end("<html>"), /no JSON/],
      broken: [(answer) => answer.writeHead(500).end("{}"), /answered 500/],
      missing: [(answer) => answer.writeHead(404).end("{}"), /has none/],
      busy: [(answer) => answer.writeHead(429, { "Retry-After": "60" }).end(), /no more questions/],
      other: [(answer) => answer.end('{"attestations":"x"}'), /no list of records/],
      large: [(answer) => answer.end(`{"a":"${"x".repeat(10_000_000)}"}`), /larger|too large|more than/i],
      inside: [(answer) => answer.writeHead(302, { Location: "http://169.254.169.254/x" }).end(), /claim/i],
      packed: [(answer) => answer.setHeader("Content-Encoding", "gzip").end("x"), /packed/i],
    };
  for (const [name, [answer, reason]] of Object.entries(odd)) {
    place(name);
    npm.odd.set(at(name), answer);
    const trust = await trustOf(org, name);
    expect(trust.provenance, name).toMatchObject({ answer: "could_not_look", value: null });
    expect(trust.says, name).toMatch(reason);
  }
});

test("a registry that never answers for its records costs the look a bounded time and leaves a claim", async () => {
  const org = await createOrganization(database.db);
  place("slow");
  const open: { destroy: () => void }[] = [];
  npm.odd.set(at("slow"), (answer) => {
    answer.write('{"attestations":[');
    open.push(answer);
  });
  const reach: JobWorld["reach"] = (limits) =>
    guardedFetch({
      ...limits,
      timeoutMs: Math.min(300, limits.timeoutMs ?? 300),
      allowedNetworks: ["127.0.0.1/32"],
    });
  const trust = await trustOf(org, "slow", NOON, { reach });
  expect(trust.provenance?.answer).toBe("could_not_look");
  expect(trust.says).toMatch(/claim/i);
  for (const answer of open) answer.destroy();
});

test("a source that falls silent takes nothing away from what was verified, and a lie later does", async () => {
  const org = await createOrganization(database.db);
  await placeRecord("turning");
  expect((await trustOf(org, "turning")).publisher).toBe("found");
  npm.odd.set(at("turning"), (answer) => answer.writeHead(500).end());
  const hours = (count: number) => new Date(NOON.getTime() + count * 3_600_000);
  const silent = await trustOf(org, "turning", hours(1));
  expect(silent.provenance).toMatchObject({ answer: "found", failedAt: hours(1) });
  await placeRecord("turning", releaseOf("@example/good"));
  expect((await trustOf(org, "turning", hours(2))).publisher).toBe("not_found");
});
