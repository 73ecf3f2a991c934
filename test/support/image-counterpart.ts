import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

type Odd = (answer: http.ServerResponse) => void;

export const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const INDEX = "application/vnd.oci.image.index.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
const SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json";

/**
 * A registry of images on loopback, as the OCI distribution specification and "Token authentication" describe it: it hands
 * a token to anybody and answers nothing without one. `odd` answers what ends like its key in its own way.
 */
export function openImages() {
  const held = new Map<string, { type: string; text: string }>();
  const odd = new Map<string, Odd>();
  const asked: string[] = [];
  let host = "";
  let knowsReferrers = true;
  const server = http.createServer((request, answer) => {
    const path = decodeURIComponent(request.url ?? "/");
    asked.push(path);
    const own = [...odd].find(([end]) => path.endsWith(end))?.[1];
    if (own) return own(answer);
    if (path.startsWith("/token?")) return answer.end('{"token":"for-anybody"}');
    if (request.headers.authorization !== "Bearer for-anybody") {
      const scope = `repository:${path.split("/").slice(2, 4).join("/")}:pull`;
      const challenge = `Bearer realm="http://${host}/token",service="images",scope="${scope}"`;
      return answer.writeHead(401, { "WWW-Authenticate": challenge }).end('{"errors":[]}');
    }
    if (path.includes("/referrers/") && !knowsReferrers) return answer.writeHead(404).end();
    const found = held.get(path);
    if (!found && path.includes("/referrers/"))
      return answer.setHeader("Content-Type", INDEX).end('{"schemaVersion":2,"manifests":[]}');
    if (!found) return answer.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    answer.writeHead(200, { "Content-Type": found.type, "Docker-Content-Digest": digestOf(found.text) });
    answer.end(found.text);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const put = (path: string, type: string, text: string) => {
    held.set(path, { type, text });
    return { mediaType: type, digest: digestOf(text), size: text.length };
  };
  const blob = (name: string, type: string, text: string) =>
    put(`/v2/${name}/blobs/${digestOf(text)}`, type, text);
  const manifest = (name: string, text: string, ...tags: string[]) => {
    for (const at of [digestOf(text), ...tags]) put(`/v2/${name}/manifests/${at}`, MANIFEST, text);
    return digestOf(text);
  };
  return {
    asked,
    odd,
    blob,
    manifest,
    put,
    /** An image of its own at a tag. Returns its digest. */
    image: (name: string, tag: string) =>
      manifest(
        name,
        JSON.stringify({ schemaVersion: 2, layers: [], config: { note: `${name}:${tag}` } }),
        tag,
      ),
    /** Signatures cosign attached before there were bundles. */
    attachSimple(name: string, digest: string, signed: { payload: string; notes: Record<string, string> }[]) {
      const layers = signed.map(({ payload, notes }) => ({
        ...blob(name, SIMPLE, payload),
        mediaType: SIMPLE,
        annotations: notes,
      }));
      manifest(name, JSON.stringify({ schemaVersion: 2, layers }), `${digest.replace(":", "-")}.sig`);
    },
    /** Bundles that refer to an image. */
    attachBundles(name: string, digest: string, bundles: unknown[], isKnown = true) {
      knowsReferrers = isKnown;
      const manifests = bundles.map((bundle) => {
        const layer = { ...blob(name, BUNDLE, JSON.stringify(bundle)), mediaType: BUNDLE };
        const text = JSON.stringify({ schemaVersion: 2, artifactType: BUNDLE, layers: [layer] });
        return { mediaType: MANIFEST, artifactType: BUNDLE, digest: manifest(name, text), size: text.length };
      });
      const text = JSON.stringify({ schemaVersion: 2, manifests });
      const at = isKnown ? `referrers/${digest}` : `manifests/${digest.replace(":", "-")}`;
      put(`/v2/${name}/${at}`, INDEX, text);
    },
    get host() {
      return host;
    },
  };
}
