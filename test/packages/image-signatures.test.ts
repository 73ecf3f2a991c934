import { beforeAll, expect, test } from "vitest";
import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { readImageSignatures } from "#app/connectors/registries/image-registry.server.ts";
import type { DeclaredSigner } from "#app/domain/packages/image/image-signatures.ts";
import { judgeImage } from "#app/domain/packages/image/judge-image.server.ts";
import { digestOf, openImages } from "#test/support/image-counterpart.ts";
import { GITHUB_ACTIONS, openSigstore } from "#test/support/sigstore.ts";

const images = openImages();
let sigstore: Awaited<ReturnType<typeof openSigstore>>;
beforeAll(async () => {
  sigstore = await openSigstore();
});

const reach = guardedFetch({ allowedNetworks: ["127.0.0.1/32"], timeoutMs: 1_000, largestBody: 65_536 });
const outside = { reach, now: () => new Date() };
const build = { name: "", version: "", integrity: "" };
const payloadOf = (digest: string) =>
  JSON.stringify({
    critical: {
      identity: { "docker-reference": "example" },
      image: { "docker-manifest-digest": digest },
      type: "cosign container image signature",
    },
    optional: null,
  });
const simpleOf = async (digest: string, by = build) => {
  const payload = payloadOf(digest);
  return { payload, notes: await sigstore.signSimple(payload, by) };
};
const bundleOf = (digest: string, predicateType = "https://sigstore.dev/cosign/sign/v1") =>
  sigstore.signText(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "", digest: { sha256: digest.replace("sha256:", "") } }],
      predicateType,
      predicate: {},
    }),
    build,
  );

async function judge(name: string, declared: DeclaredSigner | null = null, reference = "1.0.0") {
  const found = await readImageSignatures(outside, `${images.host}/${name}`, reference);
  return found.ok ? judgeImage(found.value, declared, sigstore.root) : found;
}

test("a signature at cosign's tag and a bundle that refers to the image verify who signed it", async () => {
  const verified = {
    answer: "verified",
    builder: "GitHub Actions",
    repository: "github.com/example/example",
    workflow: ".github/workflows/release.yml",
  };
  const simple = images.image("example/simple", "1.0.0");
  images.attachSimple("example/simple", simple, [await simpleOf(simple)]);
  expect(await judge("example/simple")).toMatchObject(verified);
  expect(await judge("example/simple", null, simple)).toMatchObject(verified);
  const bundled = images.image("example/bundled", "1.0.0");
  images.attachBundles("example/bundled", bundled, [await bundleOf(bundled)]);
  expect(await judge("example/bundled")).toMatchObject(verified);
  const listed = images.image("example/listed", "1.0.0");
  images.attachBundles(
    "example/listed",
    listed,
    [await bundleOf(listed, "https://slsa.dev/provenance/v1")],
    false,
  );
  expect(await judge("example/listed")).toMatchObject(verified);
  expect(
    images.asked.some(
      (path) => path.startsWith("/token?") && path.includes("repository:example/simple:pull"),
    ),
  ).toBe(true);
});

test("where a registry names the signer, another one is a lie", async () => {
  const digest = images.image("example/named", "1.0.0");
  images.attachSimple("example/named", digest, [await simpleOf(digest)]);
  const declared = {
    repository: "https://github.com/example/example",
    signer: "/.github/workflows/release.yml",
    issuer: GITHUB_ACTIONS,
  };
  expect((await judge("example/named", declared)) as object).toMatchObject({ answer: "verified" });
  for (const other of [
    { repository: "https://github.com/vendor/famous" },
    { signer: "/.github/workflows/other.yml" },
    { signer: "/.github/workflows/release.ym" },
    { issuer: "https://accounts.google.com" },
  ])
    expect(await judge("example/named", { ...declared, ...other }), JSON.stringify(other)).toMatchObject({
      answer: "contradicted",
      why: expect.stringContaining("names"),
    });
});

test("another image's signature is a lie, and one true signature beside it is enough", async () => {
  const good = images.image("example/good", "1.0.0");
  const digest = images.image("example/replayed", "1.0.0");
  images.attachSimple("example/replayed", digest, [await simpleOf(good)]);
  expect(await judge("example/replayed")).toMatchObject({
    answer: "contradicted",
    why: "What is signed is another image.",
  });
  const changed = await simpleOf(digest);
  images.attachSimple("example/replayed", digest, [{ ...changed, payload: `${changed.payload} ` }]);
  expect(await judge("example/replayed")).toMatchObject({ answer: "contradicted" });
  images.attachSimple("example/replayed", digest, [await simpleOf(good), await simpleOf(digest)]);
  expect(await judge("example/replayed")).toMatchObject({ answer: "verified" });
  const other = images.image("example/other-bundle", "1.0.0");
  images.attachBundles("example/other-bundle", other, [await bundleOf(good)]);
  expect(await judge("example/other-bundle")).toMatchObject({ answer: "contradicted" });
});

test("an image without signatures has none, and what cannot be verified is a claim", async () => {
  const digest = images.image("example/bare", "1.0.0");
  expect(await judge("example/bare")).toEqual({ answer: "none" });
  images.attachBundles("example/bare", digest, [await bundleOf(digest, "https://spdx.dev/Document")]);
  expect(await judge("example/bare")).toEqual({ answer: "none" });
  const { payload, notes } = await simpleOf(digest);
  for (const missing of Object.keys(notes)) {
    images.attachSimple("example/bare", digest, [
      { payload, notes: Object.fromEntries(Object.entries(notes).filter(([key]) => key !== missing)) },
    ]);
    expect(await judge("example/bare"), missing).toMatchObject({ answer: "claimed" });
  }
  const foreign = await openSigstore();
  images.attachSimple("example/bare", digest, [{ payload, notes: await foreign.signSimple(payload, build) }]);
  expect(await judge("example/bare")).toMatchObject({ answer: "claimed" });
});

test("a registry that is odd, slow or lies ends as could not look, with why", async () => {
  const digest = images.image("example/odd", "1.0.0");
  images.attachSimple("example/odd", digest, [await simpleOf(digest)]);
  const held: { destroy: () => void }[] = [];
  const odd: [string, Parameters<typeof images.odd.set>[1], RegExp][] = [
    ["odd/manifests/1.0.0", (answer) => answer.writeHead(500).end(), /answered 500/],
    ["odd/manifests/1.0.0", (answer) => answer.writeHead(403).end(), /does not let us look/],
    [
      "odd/manifests/1.0.0",
      (answer) => answer.writeHead(429, { "Retry-After": "60" }).end(),
      /no more questions/,
    ],
    [
      "odd/manifests/1.0.0",
      (answer) => answer.writeHead(302, { Location: "http://10.0.0.1/" }).end(),
      /private/,
    ],
    ["odd/manifests/1.0.0", (answer) => held.push(answer), /too long/],
    [".sig", (answer) => answer.end("<html>"), /no list of signatures/],
    [".sig", (answer) => answer.end("x".repeat(100_000)), /more than is read/],
    [`odd/referrers/${digest}`, (answer) => answer.end("[]"), /no list of signatures/],
    [":pull", (answer) => answer.writeHead(500).end(), /does not let us look/],
    [":pull", (answer) => answer.end('{"token":"a\\r\\nX: y"}'), /does not let us look/],
  ];
  for (const [end, answer, why] of odd) {
    images.odd.clear();
    images.odd.set(end, answer);
    expect(await judge("example/odd"), `${end} ${why}`).toMatchObject({
      ok: false,
      why: expect.stringMatching(why),
    });
  }
  images.odd.clear();
  for (const one of held) one.destroy();
  images.put(`/v2/example/odd/manifests/sha256:${"0".repeat(64)}`, "x", "{}");
  expect(await judge("example/odd", null, `sha256:${"0".repeat(64)}`)).toMatchObject({
    ok: false,
    why: expect.stringContaining("another image"),
  });
  const { payload } = await simpleOf(digest);
  images.odd.set(`blobs/${digestOf(payload)}`, (answer) => answer.end(`${payload} `));
  expect(await judge("example/odd")).toMatchObject({
    ok: false,
    why: expect.stringContaining("other content"),
  });
});
