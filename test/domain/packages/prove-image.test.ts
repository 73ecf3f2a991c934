import { beforeAll, expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import { askPackageLook } from "#app/domain/packages/ask-package-look.server.ts";
import { getPackage } from "#app/domain/packages/package-queries.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { lookAtPackage } from "#app/jobs/look-at-package.server.ts";
import { localWorld } from "#test/support/advisory-scenes.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { openImages } from "#test/support/image-counterpart.ts";
import { importText, registryOf } from "#test/support/registry-factories.ts";
import { GITHUB_ACTIONS, openSigstore } from "#test/support/sigstore.ts";

const database = openTestDatabase();
const images = openImages();
let sigstore: Awaited<ReturnType<typeof openSigstore>>;
beforeAll(async () => {
  sigstore = await openSigstore();
});

/** A catalog kept by editors that lists an image and names who signs it. */
async function importImage(org: TestOrganization, name: string, signer: string) {
  const provenance = {
    sigstore_url: "tuf-repo-cdn.sigstore.dev",
    repository_uri: "https://github.com/example/example",
    signer_identity: signer,
    cert_issuer: GITHUB_ACTIONS,
  };
  const image = `${images.host}/${name}:1.0.0`;
  const own = { servers: { one: { image, description: "One.", transport: "stdio", provenance } } };
  const address = "https://registry.example/toolhive.json";
  await importText(org, await registryOf(org, "toolhive", { address }), JSON.stringify(own));
  // as if it had been read there
  await database.admin`update registry_import set file_name = null where org_id = ${org.id}`;
}

async function trustOf(org: TestOrganization, name: string) {
  const ctx = as(org, org.owner);
  const identity = `oci:${images.host}/${name}`;
  const serverId = (await inTransaction(ctx, (tx) => ensureServers(tx, ctx, [identity]))).get(identity) ?? "";
  const before = await getServerTrust(ctx, { serverId, release: "1.0.0" });
  const { lookIds } = await askPackageLook(ctx, { serverId });
  const world = { ...localWorld(org, NOON), sigstoreRoot: sigstore.root };
  for (const lookId of lookIds) await lookAtPackage(world, { orgId: org.id, lookId });
  expect(world.errors).toEqual([]);
  const after = await getServerTrust(ctx, { serverId, release: "1.0.0" });
  const states = (trust: typeof after) => trust.publisher.ways.map(({ row, state }) => `${row} ${state}`);
  const publisher = after.pieces.find(({ row }) => row === "publisher_verified");
  const { image, failed } = await getPackage(ctx, { serverId });
  return {
    image,
    failed,
    before: states(before),
    after: states(after),
    publisher: publisher?.answer,
    ways: after.publisher.ways,
  };
}

async function sign(name: string) {
  const digest = images.image(name, "1.0.0");
  const payload = JSON.stringify({ critical: { image: { "docker-manifest-digest": digest } } });
  const notes = await sigstore.signSimple(payload, { name: "", version: "", integrity: "" });
  images.attachSimple(name, digest, [{ payload, notes }]);
}

test("a signer that a catalog names is a claim until the signature is verified, then it verifies the publisher", async () => {
  const org = await createOrganization(database.db);
  await sign("example/signed");
  await importImage(org, "example/signed", "/.github/workflows/release.yml");
  const trust = await trustOf(org, "example/signed");
  expect([trust.before, trust.after]).toEqual([["image_signed claimed"], ["image_signed verified"]]);
  expect(trust.publisher).toBe("found");
  expect([trust.failed, trust.image]).toMatchObject([null, { at: NOON, proof: { answer: "verified" } }]);
  expect(trust.ways[0]).toMatchObject({ at: NOON, root: sigstore.root.says });
});

test("an image somebody else signed contradicts the catalog, one nobody signed is not found to be signed", async () => {
  const org = await createOrganization(database.db);
  await sign("example/foreign");
  await importImage(org, "example/foreign", "/.github/workflows/other.yml");
  const foreign = await trustOf(org, "example/foreign");
  expect([foreign.after, foreign.publisher]).toEqual([["image_signed contradicted"], "not_found"]);
  const other = await createOrganization(database.db);
  images.image("example/bare", "1.0.0");
  await importImage(other, "example/bare", "/.github/workflows/release.yml");
  const bare = await trustOf(other, "example/bare");
  expect([bare.after, bare.image?.proof]).toEqual([[], { answer: "none" }]);
});

test("a registry that is not there leaves the claim", async () => {
  const org = await createOrganization(database.db);
  images.odd.set("silent/manifests/1.0.0", (answer) => answer.socket?.destroy());
  await importImage(org, "example/silent", "/.github/workflows/release.yml");
  const silent = await trustOf(org, "example/silent");
  expect([silent.after, silent.image]).toEqual([["image_signed claimed"], null]);
  expect(silent.failed?.why).toBe("The image registry did not answer.");
});
