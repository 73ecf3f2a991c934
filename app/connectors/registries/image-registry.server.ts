import { createHash } from "node:crypto";
import { z } from "zod";
import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { retryTime } from "#app/connectors/retry-time.ts";
import { troubleWords } from "#app/connectors/trouble-words.ts";
import { jsonIn } from "#app/domain/json-text.ts";
import type { ImageSignatures } from "#app/domain/packages/image/image-signatures.ts";
import { absent, couldNot, type Looked } from "#app/domain/packages/looked.ts";

const WHO = "The image registry";
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json";
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle\b/;
const MOST_SIGNATURES = 10;
const LARGEST_SIGNATURE = 1_048_576;

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const Layer = z.object({
  mediaType: z.string(),
  digest: Digest,
  size: z.number().max(LARGEST_SIGNATURE),
  annotations: z.record(z.string(), z.string()).default({}),
});
const Manifest = z.object({ layers: z.array(Layer).max(100) });
const Index = z.object({
  manifests: z.array(z.object({ digest: Digest, artifactType: z.string().optional() })).max(1_000),
});
type Answer = { body: Buffer; digest: string };

/**
 * What lies with an image in a registry that speaks the OCI distribution protocol: signatures cosign attached at a tag,
 * and bundles that refer to it. Everything is held against its digest, so that a registry cannot pass off one for another.
 * @param name `docker.io/owner/name`
 * @param reference a tag or a digest
 */
export async function readImageSignatures(
  outside: { reach: GuardedFetch; now: () => Date },
  name: string,
  reference: string,
): Promise<Looked<ImageSignatures>> {
  const ask = registryOf(outside, name);
  const image = await ask(`manifests/${reference}`, MANIFESTS);
  if (!image.ok) return image;
  const { digest } = image.value;
  if (reference.startsWith("sha256:") && reference !== digest)
    return couldNot("The image registry answered another image than was asked for.");
  const simple = await simpleOf(ask, digest);
  if (!simple.ok) return simple;
  const bundles = await bundlesOf(ask, digest);
  if (!bundles.ok) return bundles;
  return { ok: true, value: { digest, simple: simple.value, bundles: bundles.value } };
}

type Ask = (path: string, accept: string) => Promise<Looked<Answer>>;

async function simpleOf(ask: Ask, digest: string): Promise<Looked<ImageSignatures["simple"]>> {
  const found = await ask(`manifests/${digest.replace(":", "-")}.sig`, MANIFESTS);
  if (!found.ok) return found.isAbsent ? { ok: true, value: [] } : found;
  const read = Manifest.safeParse(jsonIn(found.value.body.toString("utf8")));
  if (!read.success) return couldNot("The image registry answered something that is no list of signatures.");
  const signatures: ImageSignatures["simple"] = [];
  for (const layer of read.data.layers
    .filter(({ mediaType }) => mediaType === SIMPLE)
    .slice(0, MOST_SIGNATURES)) {
    const blob = await blobOf(ask, layer.digest);
    if (!blob.ok) return blob;
    signatures.push({ payload: blob.value.body.toString("utf8"), notes: layer.annotations });
  }
  return { ok: true, value: signatures };
}

async function bundlesOf(ask: Ask, digest: string): Promise<Looked<unknown[]>> {
  const asked = await ask(`referrers/${digest}`, MANIFESTS);
  // registries without that question keep the same list at a tag
  const found =
    !asked.ok && asked.isAbsent ? await ask(`manifests/${digest.replace(":", "-")}`, MANIFESTS) : asked;
  if (!found.ok) return found.isAbsent ? { ok: true, value: [] } : found;
  const read = Index.safeParse(jsonIn(found.value.body.toString("utf8")));
  if (!read.success) return couldNot("The image registry answered something that is no list of signatures.");
  const bundles: unknown[] = [];
  const own = read.data.manifests.filter(({ artifactType }) => BUNDLE.test(artifactType ?? ""));
  for (const one of own.slice(0, MOST_SIGNATURES)) {
    const manifest = await ask(`manifests/${one.digest}`, MANIFESTS);
    if (!manifest.ok) return manifest;
    if (manifest.value.digest !== one.digest) return swapped();
    const layer = Manifest.safeParse(jsonIn(manifest.value.body.toString("utf8"))).data?.layers[0];
    if (!layer) return couldNot("The image registry answered something that is no signature.");
    const blob = await blobOf(ask, layer.digest);
    if (!blob.ok) return blob;
    bundles.push(jsonIn(blob.value.body.toString("utf8")));
  }
  return { ok: true, value: bundles };
}

async function blobOf(ask: Ask, digest: string): Promise<Looked<Answer>> {
  const blob = await ask(`blobs/${digest}`, "*/*");
  if (blob.ok && blob.value.digest !== digest) return swapped();
  return blob;
}

const swapped = () => couldNot("The image registry answered other content than its digest names.");

/** Asks one registry about one image, with the token it hands to anybody once it wants one. */
function registryOf({ reach, now }: { reach: GuardedFetch; now: () => Date }, name: string): Ask {
  const [host = "", ...path] = name.split("/");
  const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?$/.test(host);
  const base = `${isHere ? "http" : "https"}://${host === "docker.io" ? "registry-1.docker.io" : host}/v2/${path.join("/")}`;
  let token: string | null = null;
  const once = async (address: string, accept: string) =>
    reach(address, {
      redirect: "follow",
      headers: { Accept: accept, ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
    });
  return async (question, accept) => {
    try {
      const address = `${base}/${question}`;
      let answer = await once(address, accept);
      if (answer.status === 401 && token === null) {
        token = await tokenFor(reach, answer.headers.get("www-authenticate") ?? "");
        if (token !== null) answer = await once(address, accept);
      }
      if (answer.status === 429)
        return couldNot(`${WHO} allows no more questions for now.`, retryTime(answer.headers, now()));
      if (answer.status === 404) return absent(`${WHO} has no such image.`);
      if (answer.status === 401 || answer.status === 403) return couldNot(`${WHO} does not let us look.`);
      if (answer.status !== 200) return couldNot(`${WHO} answered ${answer.status}.`);
      const body = Buffer.from(await answer.arrayBuffer());
      return {
        ok: true,
        value: { body, digest: `sha256:${createHash("sha256").update(body).digest("hex")}` },
      };
    } catch (error) {
      if (error instanceof FetchRefused) return couldNot(troubleWords(WHO, error.why));
      throw error;
    }
  };
}

const Handed = z
  .string()
  .max(20_000)
  .regex(/^[\w.~+/=:-]+$/);
const Token = z.object({ token: Handed.optional(), access_token: Handed.optional() });

/** Distribution, "Token authentication": the answer names where a token is handed out, to anybody for what is public. */
async function tokenFor(reach: GuardedFetch, challenge: string): Promise<string | null> {
  if (!/^bearer\s/i.test(challenge)) return null;
  const field = (name: string) => new RegExp(`[\\s,]${name}="([^"]{1,1000})"`, "i").exec(challenge)?.[1];
  const realm = field("realm");
  if (realm === undefined || !URL.canParse(realm)) return null;
  const address = new URL(realm);
  for (const name of ["service", "scope"]) {
    const value = field(name);
    if (value !== undefined) address.searchParams.set(name, value);
  }
  const answer = await reach(address, { redirect: "follow", headers: { Accept: "application/json" } });
  if (answer.status !== 200) return null;
  const read = Token.safeParse(jsonIn(await answer.text())).data;
  return read?.token ?? read?.access_token ?? null;
}
