import { publicUrl } from "#app/env.server.ts";
import { readCookie } from "./flash.server.ts";

// The longest a browser keeps a cookie.
const DAYS = 400;

function isHttps(): boolean {
  return publicUrl().startsWith("https:");
}

function nameOf(name: string): string {
  return isHttps() ? `__Host-castellan-${name}` : `castellan-${name}`;
}

/** A cookie out of scripts' reach, sent to this site only; `seconds` 0 forgets it. */
function cookie(name: string, value: string, seconds: number, sameSite: "Lax" | "Strict"): string {
  const secure = isHttps() ? "; Secure" : "";
  return `${nameOf(name)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`;
}

/** The token by which this browser is known again; it opens nothing. */
export function readKnownBrowser(request: Request): string | undefined {
  return readSecret(request, "browser");
}

export function knownBrowserCookie(token: string): string {
  return cookie("browser", token, DAYS * 86_400, "Lax");
}

/** `step`: between a password and its second factor. `passkey`: while an authenticator signs. */
type StepName = "step" | "passkey";

export function readStep(request: Request, name: StepName): string | undefined {
  return readSecret(request, name);
}

export function stepCookie(name: StepName, secret: string, minutes: number): string {
  return cookie(name, secret, minutes * 60, "Strict");
}

export function forgetStep(name: StepName): string {
  return cookie(name, "", 0, "Strict");
}

function readSecret(request: Request, name: string): string | undefined {
  const value = readCookie(request, nameOf(name));
  return value && /^[\w-]{32}$/.test(value) ? value : undefined;
}
