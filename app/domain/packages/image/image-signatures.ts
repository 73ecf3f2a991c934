import { z } from "zod";

/** What lies with an image in its registry, unread: signatures and records of builds. */
export type ImageSignatures = {
  /** Of the image itself: `sha256:…`, counted from what the registry gave. */
  digest: string;
  /** Signatures as cosign attached them before there were bundles: what was signed, and the notes beside it. */
  simple: { payload: string; notes: Record<string, string> }[];
  /** Bundles of Sigstore. */
  bundles: unknown[];
};

/** Who a registry says signs it. */
export const DeclaredSigner = z.object({
  repository: z.string().optional(),
  signer: z.string().optional(),
  issuer: z.string().optional(),
});
export type DeclaredSigner = z.infer<typeof DeclaredSigner>;
