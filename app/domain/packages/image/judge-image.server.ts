import { createHash, X509Certificate } from "node:crypto";
import { z } from "zod";
import { jsonIn } from "#app/domain/json-text.ts";
import type { ProvenanceAnswer } from "#app/domain/packages/npm/provenance/provenance-facts.ts";
import { readStatement, SLSA_1, SLSA_02 } from "#app/domain/packages/npm/provenance/read-statement.ts";
import { sameRepository } from "#app/domain/packages/npm/provenance/same-repository.ts";
import type { SigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";
import {
  buildOf,
  claimed,
  readBundle,
  shown,
  type Verified,
  verifyBundle,
} from "#app/domain/packages/npm/provenance/verify-bundle.server.ts";
import type { ImageAnswer } from "./image-facts.ts";
import type { DeclaredSigner, ImageSignatures } from "./image-signatures.ts";

const SIGNED = "https://sigstore.dev/cosign/sign/v1";

/**
 * What the signatures that lie with an image prove. One that is verified is enough, as for cosign; without one, a lie is
 * louder than what nobody could verify. Where a registry names the signer, it has to be that one.
 */
export function judgeImage(
  given: ImageSignatures,
  declared: DeclaredSigner | null,
  root: SigstoreRoot,
): ImageAnswer {
  const { digest } = given;
  const answers = [
    ...given.simple.map((one) => judgeSimple(one, digest, root)),
    ...given.bundles.flatMap((one) => judgeBundle(one, digest, root) ?? []),
  ].map((one) => ("claims" in one ? signedAs(one, declared, root) : one));
  const said = (how: ProvenanceAnswer["answer"]) => answers.find((one) => one.answer === how);
  return said("verified") ?? said("contradicted") ?? said("claimed") ?? { answer: "none" };
}

/** cosign, "Simple signing": the text names the image, notes hold signature, certificate and log entry. */
const Simple = z.object({
  critical: z.object({ image: z.object({ "docker-manifest-digest": z.string() }) }),
});
const LogNote = z.object({
  SignedEntryTimestamp: z.base64(),
  Payload: z.object({
    body: z.base64(),
    integratedTime: z.number(),
    logIndex: z.number(),
    logID: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});

function judgeSimple(
  { payload, notes }: ImageSignatures["simple"][number],
  digest: string,
  root: SigstoreRoot,
): Verified | ProvenanceAnswer {
  const bundle = readBundle(bundleOf(payload, notes));
  if (!bundle) return claimed("A signature lies with the image in a form that cannot be verified here.");
  const verified = verifyBundle(bundle, root, Buffer.from(payload));
  if ("answer" in verified) return verified;
  const signed = Simple.safeParse(jsonIn(payload)).data?.critical.image["docker-manifest-digest"];
  return signed === digest ? verified : other(root);
}

/** The notes as a bundle; null where one is missing or none. */
function bundleOf(payload: string, notes: Record<string, string>): unknown {
  const log = LogNote.safeParse(jsonIn(notes["dev.sigstore.cosign/bundle"] ?? "")).data;
  const certificate = certificateIn(notes["dev.sigstore.cosign/certificate"] ?? "");
  const signature = notes["dev.cosignproject.cosign/signature"];
  if (!log || !certificate || !signature) return null;
  const { body, integratedTime, logIndex, logID } = log.Payload;
  return {
    mediaType: "application/vnd.dev.sigstore.bundle+json;version=0.1",
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: certificate }] },
      tlogEntries: [
        {
          logIndex: String(logIndex),
          logId: { keyId: Buffer.from(logID, "hex").toString("base64") },
          kindVersion: { kind: "hashedrekord", version: "0.0.1" },
          integratedTime: String(integratedTime),
          inclusionPromise: { signedEntryTimestamp: log.SignedEntryTimestamp },
          canonicalizedBody: body,
        },
      ],
    },
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest: createHash("sha256").update(payload).digest("base64") },
      signature,
    },
  };
}

function certificateIn(pem: string): string | null {
  try {
    return new X509Certificate(pem).raw.toString("base64");
  } catch {
    // a text that is no certificate certifies nothing
    return null;
  }
}

/** Of the statements that lie with an image those about its signing and its build; undefined for any other. */
function judgeBundle(
  given: unknown,
  digest: string,
  root: SigstoreRoot,
): Verified | ProvenanceAnswer | undefined {
  const bundle = readBundle(given);
  if (!bundle) return claimed("A signature lies with the image in a form that cannot be verified here.");
  const { content } = bundle;
  if (content.$case !== "dsseEnvelope")
    return claimed("A signature lies with the image without a statement.");
  const statement = readStatement(content.dsseEnvelope);
  if (!statement) return claimed("What is signed is no statement about the image.");
  if (![SIGNED, SLSA_1, SLSA_02].includes(statement.predicateType)) return undefined;
  const verified = verifyBundle(bundle, root);
  if ("answer" in verified) return verified;
  return statement.subjects.some(({ sha256 }) => `sha256:${sha256}` === digest) ? verified : other(root);
}

function other(root: SigstoreRoot): ProvenanceAnswer {
  return { answer: "contradicted", why: "What is signed is another image.", root: root.says };
}

/** The build it was signed by, held against the signer a registry names. */
function signedAs(verified: Verified, declared: DeclaredSigner | null, root: SigstoreRoot): ProvenanceAnswer {
  const build = buildOf(verified, root);
  if (build.answer !== "verified" || !declared) return build;
  const { repository, config, issuer } = verified.claims;
  const isOther =
    (declared.repository !== undefined && !sameRepository(declared.repository, repository ?? "")) ||
    (declared.issuer !== undefined && declared.issuer !== issuer) ||
    (declared.signer !== undefined && !isSigner(declared.signer, repository ?? "", config ?? ""));
  if (!isOther) return build;
  const who = shown(declared.signer ?? declared.repository ?? declared.issuer ?? "");
  return {
    answer: "contradicted",
    why: `The registry names ${who} as its signer; it is signed by ${shown(config ?? repository)}.`,
    root: root.says,
  };
}

/** ToolHive names the build's description in the repository, or the whole address of it. */
function isSigner(signer: string, repository: string, config: string): boolean {
  const [place = ""] = config.split("@");
  return signer.startsWith("/") ? place === `${repository}${signer}` : config === signer || place === signer;
}
