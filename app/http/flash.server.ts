import { publicUrl } from "#app/env.server.ts";

const NAME = "castellan-said";
const LONGEST = 300;

/** A sentence for the next page, kept in a cookie for a minute. It is shown as text and holds no secret. */
export function sayNext(sentence: string): string {
  return cookie(Buffer.from(sentence.slice(0, LONGEST)).toString("base64url"), 60);
}

/** What the last action said, and the header that forgets it. */
export function takeSaid(request: Request): { said: string | null; forget: string | null } {
  const value = readCookie(request, NAME);
  if (!value) return { said: null, forget: null };
  const said = Buffer.from(value.slice(0, LONGEST * 4), "base64url")
    .toString("utf8")
    .slice(0, LONGEST);
  return { said, forget: cookie("", 0) };
}

function cookie(value: string, seconds: number): string {
  const secure = publicUrl().startsWith("https:") ? "; Secure" : "";
  return `${NAME}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** The value of one cookie of the request, undecoded. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(/;\s*/)) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at) === name) return pair.slice(at + 1);
  }
  return undefined;
}
