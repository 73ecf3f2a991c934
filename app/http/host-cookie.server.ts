import { publicUrl } from "#app/env.server.ts";

type SameSite = "Lax" | "Strict";

/** Behind https a cookie's name binds it to this host (ASVS 5.0, 3.3.3); plain http knows no such names. */
function nameOf(name: string): string {
  return isHttps() ? `__Host-castellan-${name}` : `castellan-${name}`;
}

function isHttps(): boolean {
  return publicUrl().startsWith("https:");
}

/** A Set-Cookie header: out of scripts' reach, sent to this site only; `seconds` 0 forgets it. */
export function hostCookie(name: string, value: string, seconds: number, sameSite: SameSite = "Lax"): string {
  const secure = isHttps() ? "; Secure" : "";
  return `${nameOf(name)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`;
}

/** The value a browser sent of such a cookie, undecoded. */
export function readHostCookie(request: Request, name: string): string | undefined {
  return readCookie(request, nameOf(name));
}

/** The value of one cookie of the request, undecoded. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(/;\s*/)) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at) === name) return pair.slice(at + 1);
  }
  return undefined;
}
