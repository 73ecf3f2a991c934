import { hostCookie, readHostCookie } from "./host-cookie.server.ts";

// The longest a browser keeps a cookie.
const DAYS = 400;

/** The token by which this browser is known again; it opens nothing. */
export function readKnownBrowser(request: Request): string | undefined {
  return readSecret(request, "browser");
}

export function knownBrowserCookie(token: string): string {
  return hostCookie("browser", token, DAYS * 86_400);
}

/** `step`: between a password and its second factor. `passkey`: while an authenticator signs. */
type StepName = "step" | "passkey";

export function readStep(request: Request, name: StepName): string | undefined {
  return readSecret(request, name);
}

export function stepCookie(name: StepName, secret: string, minutes: number): string {
  return hostCookie(name, secret, minutes * 60, "Strict");
}

export function forgetStep(name: StepName): string {
  return hostCookie(name, "", 0, "Strict");
}

function readSecret(request: Request, name: string): string | undefined {
  const value = readHostCookie(request, name);
  return value && /^[\w-]{32}$/.test(value) ? value : undefined;
}
