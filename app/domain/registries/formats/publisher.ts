const FORGES = /^(?:www\.)?(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)$/;

/** Who stands behind a name of the official registry: `io.github.owner/x` is github.com/owner, `com.example/x` is example.com. */
export function publisherOfName(name: string): string | null {
  const [namespace = "", rest] = name.split("/");
  const labels = namespace.toLowerCase().split(".");
  if (rest === undefined || labels.length < 2 || labels.some((label) => !/^[a-z0-9-]+$/.test(label)))
    return null;
  if (labels[0] === "io" && labels[1] === "github") return labels[2] ? `github.com/${labels[2]}` : null;
  if (labels[0] === "io" && labels[1] === "gitlab") return labels[2] ? `gitlab.com/${labels[2]}` : null;
  return labels.toReversed().join(".");
}

/** The owner of a repository on one of the large forges, or else the host of an address. */
export function publisherOfAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { hostname, pathname } = new URL(address);
  const host = hostname.toLowerCase();
  const forge = FORGES.exec(host)?.[1];
  const owner = pathname.split("/")[1]?.toLowerCase() ?? "";
  if (forge) return owner === "" ? null : `${forge}/${owner}`.slice(0, 200);
  return host.slice(0, 200);
}
