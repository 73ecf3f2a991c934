import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { initializeCA, initializeCTLog, initializeTLog } from "@sigstore/mock";
import { z } from "zod";
import { type SigstoreRoot, sigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";

const base64 = (bytes: ArrayBufferView | Buffer) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
const pemOf = (base64: string) =>
  `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`;
const pairOf = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const FULCIO = "1.3.6.1.4.1.57264.1";
export const GITHUB_ACTIONS = "https://token.actions.githubusercontent.com";
const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** What a log answers to a new entry. */
const Logged = z.object({
  body: z.string(),
  integratedTime: z.number(),
  logID: z.string(),
  logIndex: z.number(),
  verification: z.object({
    signedEntryTimestamp: z.string(),
    inclusionProof: z.object({
      logIndex: z.number(),
      treeSize: z.number(),
      rootHash: z.string(),
      hashes: z.array(z.string()),
      checkpoint: z.string(),
    }),
  }),
});

export type Build = {
  name: string;
  version: string;
  integrity: string;
  repository?: string;
  commit?: string;
  issuer?: string;
  /** What the statement says otherwise than the certificate. */
  said?: { repository?: string; commit?: string; predicateType?: string };
};

/** The SHA-512 of some content, as a registry lists it. */
export function integrityOf(content: string): string {
  return `sha512-${createHash("sha512").update(content).digest("base64")}`;
}

/** Authorities and a log of their own, as Sigstore has them, and the root that names them. */
export async function openSigstore() {
  const [forCa, forCt, forLog] = [pairOf(), pairOf(), pairOf()];
  const ctLog = await initializeCTLog(forCt);
  const ca = await initializeCA(forCa, ctLog);
  const log = await initializeTLog("https://log.example", forLog);
  const validFor = { start: "2020-01-01T00:00:00Z" };
  const instance = (key: Buffer, id: ArrayBufferView) => ({
    baseUrl: "https://log.example",
    hashAlgorithm: "SHA2_256",
    publicKey: { rawBytes: base64(key), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
    logId: { keyId: base64(id) },
  });
  const logId = createHash("sha256").update(log.publicKey).digest();
  const text = JSON.stringify({
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [instance(log.publicKey, logId)],
    certificateAuthorities: [
      {
        subject: { organization: "sigstore.mock", commonName: "sigstore" },
        uri: "https://ca.example",
        certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
        validFor,
      },
    ],
    ctlogs: [instance(ctLog.publicKey, ctLog.logID)],
    timestampAuthorities: [],
  });
  const root: SigstoreRoot = sigstoreRoot({ text, name: "a trusted root of this test" });

  /** A certificate as a build service is given one, and its key. */
  async function certificateOf(build: Build): Promise<{ certificate: string; key: KeyObject }> {
    const { publicKey, privateKey } = pairOf();
    const repository = build.repository ?? "https://github.com/example/example";
    const workflow = `${repository}/.github/workflows/release.yml@refs/heads/main`;
    const extensions = [
      [8, build.issuer ?? GITHUB_ACTIONS],
      [12, repository],
      [13, build.commit ?? COMMIT],
      [18, workflow],
    ] as const;
    const issued = await ca.issueCertificate({
      publicKey: publicKey.export({ format: "der", type: "spki" }),
      subjectAltName: workflow,
      extensions: extensions.map(([place, value]) => ({ oid: `${FULCIO}.${place}`, value })),
    });
    return { certificate: base64(issued), key: privateKey };
  }

  /** The notes cosign keeps beside what it signed, before there were bundles. */
  async function signSimple(text: string, build: Build): Promise<Record<string, string>> {
    const { certificate, key } = await certificateOf(build);
    const pem = pemOf(certificate);
    const signature = sign("sha256", Buffer.from(text), key).toString("base64");
    const value = createHash("sha256").update(text).digest("hex");
    const logged = await log.log({
      apiVersion: "0.0.1",
      kind: "hashedrekord",
      spec: {
        data: { hash: { algorithm: "sha256", value } },
        signature: { content: signature, publicKey: { content: Buffer.from(pem).toString("base64") } },
      },
    });
    const { body, integratedTime, logID, logIndex, verification } = Logged.parse(Object.values(logged)[0]);
    return {
      "dev.cosignproject.cosign/signature": signature,
      "dev.sigstore.cosign/certificate": pem,
      "dev.sigstore.cosign/bundle": JSON.stringify({
        SignedEntryTimestamp: verification.signedEntryTimestamp,
        Payload: { body, integratedTime, logIndex, logID },
      }),
    };
  }

  /** A bundle over a text: signed, certified and in the log. */
  async function signText(text: string, build: Build) {
    const { certificate, key } = await certificateOf(build);
    const payload = Buffer.from(text);
    const encoded = Buffer.concat([
      Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `),
      payload,
    ]);
    const sig = sign("sha256", encoded, key).toString("base64");
    const sha256 = (bytes: Buffer) => ({
      algorithm: "sha256",
      value: createHash("sha256").update(bytes).digest("hex"),
    });
    const verifier = Buffer.from(pemOf(certificate)).toString("base64");
    const logged = await log.log({
      apiVersion: "0.0.1",
      kind: "dsse",
      spec: { payloadHash: sha256(payload), signatures: [{ signature: sig, verifier }] },
    });
    const entry = Logged.parse(Object.values(logged)[0]);
    const proof = entry.verification.inclusionProof;
    const hexToBase64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
    return {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: {
        certificate: { rawBytes: certificate },
        tlogEntries: [
          {
            logIndex: String(entry.logIndex),
            logId: { keyId: hexToBase64(entry.logID) },
            kindVersion: { kind: "dsse", version: "0.0.1" },
            integratedTime: String(entry.integratedTime),
            inclusionPromise: { signedEntryTimestamp: entry.verification.signedEntryTimestamp },
            inclusionProof: {
              logIndex: String(proof.logIndex),
              rootHash: hexToBase64(proof.rootHash),
              treeSize: String(proof.treeSize),
              hashes: proof.hashes,
              checkpoint: { envelope: proof.checkpoint },
            },
            canonicalizedBody: entry.body,
          },
        ],
      },
      dsseEnvelope: {
        payload: payload.toString("base64"),
        payloadType: PAYLOAD_TYPE,
        signatures: [{ sig, keyid: "" }],
      },
    };
  }

  return {
    root,
    text,
    signText,
    signSimple,
    /** A record of a build, as npm keeps one. */
    record: (build: Build) => signText(JSON.stringify(statementOf(build)), build),
  };
}

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

function statementOf({ name, version, integrity, repository, commit, said = {} }: Build) {
  const source = said.repository ?? repository ?? "https://github.com/example/example";
  const gitCommit = said.commit ?? commit ?? COMMIT;
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [
      {
        name: `pkg:npm/${name.replace(/^@/, "%40")}@${version}`,
        digest: { sha512: Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex") },
      },
    ],
    predicateType: said.predicateType ?? "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
        externalParameters: {
          workflow: { ref: "refs/heads/main", repository: source, path: ".github/workflows/release.yml" },
        },
        resolvedDependencies: [{ uri: `git+${source}@refs/heads/main`, digest: { gitCommit } }],
      },
      invocation: { configSource: { uri: `git+${source}@refs/heads/main`, digest: { sha1: gitCommit } } },
    },
  };
}
