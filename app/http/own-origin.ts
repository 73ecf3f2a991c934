type Asked = {
  method: string;
  path: string;
  /** The value of a header, by its lower-case name. */
  header: (name: string) => string | undefined;
  /** PUBLIC_URL's origin when it is set; otherwise the host the request names is taken for ours. */
  publicOrigin: string | undefined;
};

const HARMLESS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that may change something comes from our own pages: by Origin, else by Sec-Fetch-Site, else by
 * Referer; with none of them it does not. The API and SCIM authenticate by bearer key and never by cookie, so there only a
 * foreign Origin is refused.
 */
export function comesFromOurPages({ method, path, header, publicOrigin }: Asked): boolean {
  if (HARMLESS.has(method)) return true;
  const host = header("host");
  const isOurs = (address: string) => {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    return publicOrigin ? url.origin === publicOrigin : host !== undefined && url.host === host;
  };
  const origin = header("origin");
  if (origin !== undefined) return isOurs(origin);
  if (/^\/(api|scim)\//.test(routed(path))) return true;
  const site = header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const referer = header("referer");
  return referer !== undefined && isOurs(referer);
}

/** The path as routes are found by: `/api/../x` leads to `/x`, and so it is not the API. */
function routed(path: string): string {
  const address = `http://any.invalid${path}`;
  return URL.canParse(address) ? new URL(address).pathname : path;
}
