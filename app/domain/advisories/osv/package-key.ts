import { parseImage } from "#app/domain/inventory/identities/oci.ts";
import { normalisePypiName } from "#app/domain/inventory/identities/pypi.ts";

/** A package as the identity of a server is written, so that the two are compared as texts. */
export function packageKey(ecosystem: string, name: string, purl: string | null): string {
  const image = purl === null ? undefined : imageOf(purl);
  if (image !== undefined) return `oci:${image}`;
  const kind = ecosystem.split(":")[0]?.toLowerCase() ?? "";
  if (kind === "npm") return `npm:${name.toLowerCase()}`;
  if (kind === "pypi") return `pypi:${normalisePypiName(name)}`;
  return `${kind}:${name}`;
}

/** `pkg:oci/name?repository_url=ghcr.io/owner/name` and `pkg:docker/owner/name` (package URL specification). */
function imageOf(purl: string): string | undefined {
  const found = /^pkg:(oci|docker)\/([^@?#]+)(?:@[^?#]*)?(?:\?([^#]*))?/.exec(purl);
  const [, type, path = "", query = ""] = found ?? [];
  if (type === undefined) return undefined;
  const repository = new URLSearchParams(query).get("repository_url");
  const name = unescaped(path);
  if (type === "oci") return repository === null ? undefined : parseImage(repository)?.name;
  return parseImage(repository === null ? name : `${repository.replace(/^https?:\/\//, "")}/${name}`)?.name;
}

function unescaped(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
