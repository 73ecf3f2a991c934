import { randomBytes } from "node:crypto";
import { FLOW_MINUTES } from "#app/domain/identity/openid-rules.ts";
import { publicUrl } from "#app/env.server.ts";
import { hostCookie, readHostCookie } from "./host-cookie.server.ts";
import { paths } from "./paths.ts";

/** The token that ties this browser to the flows it began; undefined when it began none. */
export function openidBrowser(request: Request): string | undefined {
  const token = readHostCookie(request, "openid");
  return token && /^[\w-]{43}$/.test(token) ? token : undefined;
}

/**
 * The token of this browser, made when it has none, and the header that keeps it. Two sign-ins at once share it. Lax: the
 * provider sends the browser back from another site.
 */
export function keepOpenidBrowser(request: Request): { browser: string; cookie: string } {
  const browser = openidBrowser(request) ?? randomBytes(32).toString("base64url");
  return { browser, cookie: hostCookie("openid", browser, FLOW_MINUTES * 2 * 60) };
}

/** Where the provider sends people back to: fixed by this installation, and another address for each organization. */
export function openidRedirectUri(slug: string): string {
  return `${publicUrl()}${paths.openidStep(slug, "callback")}`;
}
