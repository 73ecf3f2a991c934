import { beforeAll, expect, test } from "vitest";
import { readTrustedRoot } from "#app/connectors/registries/read-trusted-root.server.ts";
import { judgeAttestations } from "#app/domain/packages/npm/provenance/judge-attestations.server.ts";
import { SLSA_1, SLSA_02 } from "#app/domain/packages/npm/provenance/read-statement.ts";
import { sigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";
import { verifyAttestation } from "#app/domain/packages/npm/provenance/verify-attestation.server.ts";
import { COMMIT, integrityOf, openSigstore } from "#test/support/sigstore.ts";

let sigstore: Awaited<ReturnType<typeof openSigstore>>;
beforeAll(async () => {
  sigstore = await openSigstore();
});

const release = { name: "@example/one", version: "1.0.0", integrity: integrityOf("one") };
const judge = (bundle: unknown, of = release) => verifyAttestation(bundle, of, sigstore.root);
const copy = (value: unknown) => JSON.parse(JSON.stringify(value));

test("a record that is signed, certified, in the log and of this release verifies where it was built", async () => {
  for (const predicateType of [SLSA_1, SLSA_02]) {
    expect(judge(await sigstore.record({ ...release, said: { predicateType } })), predicateType).toEqual({
      answer: "verified",
      builder: "GitHub Actions",
      repository: "github.com/example/example",
      workflow: ".github/workflows/release.yml",
      commit: COMMIT,
      logIndex: expect.stringMatching(/^\d+$/),
      signedAt: expect.stringMatching(/^20\d\d-/),
      root: sigstore.root.says,
    });
  }
  const gitlab = { repository: "https://gitlab.com/group/sub/one", issuer: "https://gitlab.com" };
  expect(judge(await sigstore.record({ ...release, ...gitlab }))).toMatchObject({
    answer: "verified",
    builder: "GitLab CI",
    repository: "gitlab.com/group/sub/one",
  });
});

test("what was changed after it was signed is a lie, wherever it was changed", async () => {
  const bundle = await sigstore.record(release);
  const otherText = copy(bundle);
  const text = Buffer.from(bundle.dsseEnvelope.payload, "base64").toString();
  otherText.dsseEnvelope.payload = Buffer.from(text.replace("release.yml", "release.yaml")).toString(
    "base64",
  );
  const otherSignature = copy(bundle);
  otherSignature.dsseEnvelope.signatures[0].sig = (
    await sigstore.record(release)
  ).dsseEnvelope.signatures[0]?.sig;
  const otherEntry = copy(bundle);
  otherEntry.verificationMaterial.tlogEntries = (
    await sigstore.record(release)
  ).verificationMaterial.tlogEntries;
  const otherTime = copy(bundle);
  otherTime.verificationMaterial.tlogEntries[0].integratedTime = String(Math.floor(Date.now() / 1000) + 60);
  for (const [name, changed] of Object.entries({ otherText, otherSignature, otherEntry, otherTime }))
    expect(judge(changed), name).toMatchObject({ answer: "contradicted", root: sigstore.root.says });
});

test("another package's record, another release's and another content's are lies", async () => {
  const bundle = await sigstore.record(release);
  expect(judge(bundle, { ...release, name: "@example/two" })).toMatchObject({
    answer: "contradicted",
    why: "It is the record of pkg:npm/%40example/one@1.0.0 and not of this release.",
  });
  expect(judge(bundle, { ...release, version: "1.0.1" }).answer).toBe("contradicted");
  expect(judge(bundle, { ...release, integrity: integrityOf("two") })).toMatchObject({
    answer: "contradicted",
    why: "It is the record of other content than the registry holds.",
  });
});

test("a statement that names another repository or commit than its certificate is a lie", async () => {
  const said = (words: Record<string, string>) => sigstore.record({ ...release, said: words });
  expect(judge(await said({ repository: "https://github.com/vendor/famous" })).answer).toBe("contradicted");
  expect(judge(await said({ commit: "f".repeat(40) })).answer).toBe("contradicted");
  expect(judge(await said({ repository: "https://github.com/Example/Example" })).answer).toBe("verified");
});

test("what cannot be verified stays a claim, with the reason", async () => {
  const bundle = await sigstore.record(release);
  const claim = async (given: unknown, reason: RegExp, of = release) => {
    const answer = judge(given, of);
    expect(answer).toMatchObject({ answer: "claimed", why: expect.stringMatching(reason) });
  };
  const noLog = copy(bundle);
  noLog.verificationMaterial.tlogEntries = [];
  await claim(noLog, /no public log/);
  const noProof = copy(bundle);
  delete noProof.verificationMaterial.tlogEntries[0].inclusionProof;
  await claim(noProof, /no form that can be read/);
  await claim(await (await openSigstore()).record(release), /a log that a trusted root of this test/);
  const otherLeaf = copy(bundle);
  otherLeaf.verificationMaterial.certificate = (
    await (await openSigstore()).record(release)
  ).verificationMaterial.certificate;
  await claim(otherLeaf, /does not lead to an authority/);
  const late = copy(JSON.parse(sigstore.text));
  late.certificateAuthorities[0].validFor = { start: "2020-01-01T00:00:00Z", end: "2021-01-01T00:00:00Z" };
  const expired = sigstoreRoot({ text: JSON.stringify(late), name: "an old root" });
  expect(verifyAttestation(bundle, release, expired)).toMatchObject({
    answer: "claimed",
    why: expect.stringMatching(/was not valid when it was used/),
  });
  await claim(
    await sigstore.record({ ...release, issuer: "https://accounts.google.com" }),
    /no build service/,
  );
  const lookalike = "https://token.actions.githubusercontent.com.evil.example";
  await claim(await sigstore.record({ ...release, issuer: lookalike }), /no build service/);
  await claim(await sigstore.record({ ...release, said: { predicateType: "https://slsa.dev/vsa" } }), /kind/);
  await claim(await sigstore.signText("<html>", release), /no statement/);
  await claim(await sigstore.signText("[]", release), /no statement/);
  await claim(bundle, /SHA-512/, { ...release, integrity: "sha1-abc" });
  for (const odd of [null, 1, "x", [], {}, { mediaType: "x" }, { ...bundle, verificationMaterial: 1 }])
    await claim(odd, /no form that can be read/);
  const noCertificate = copy(bundle);
  noCertificate.verificationMaterial.certificate.rawBytes = "AAAA";
  await claim(noCertificate, /damaged/);
});

test("of several records a lie is heard first, then what is verified", async () => {
  const listed = async (...builds: (typeof release)[]) => ({
    ok: true as const,
    value: {
      attestations: await Promise.all(
        builds.map(async (one) => ({ predicateType: SLSA_1, bundle: await sigstore.record(one) })),
      ),
    },
  });
  const other = { ...release, name: "other" };
  const root = sigstore.root;
  expect(judgeAttestations(await listed(release, other), release, root).answer).toBe("contradicted");
  expect(judgeAttestations(await listed(release), release, root).answer).toBe("verified");
  expect(judgeAttestations({ ok: true, value: { attestations: [] } }, release, root).answer).toBe("claimed");
  expect(judgeAttestations({ ok: true, value: "<html>" }, release, root).answer).toBe("claimed");
});

test("the root of the public Sigstore is at hand without asking anybody, and a file that is none is refused", () => {
  const root = sigstoreRoot(readTrustedRoot(undefined));
  expect(root.logs.size).toBeGreaterThan(0);
  expect(root.says).toMatch(
    /^the trusted root of the public Sigstore .* version \d+ \(SHA-256 [0-9a-f]{12}\)$/,
  );
  for (const text of ["", "<html>", "{}", '{"tlogs":[]}'])
    expect(() => sigstoreRoot({ text, name: "x" }), text).toThrow("This is no trusted root of Sigstore: x.");
  expect(() => readTrustedRoot("/nowhere/root.json")).toThrow(/^SIGSTORE_TRUSTED_ROOT names no file/);
});
