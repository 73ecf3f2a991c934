import { hostCookie, readHostCookie } from "./host-cookie.server.ts";

const LONGEST = 300;

/** A sentence for the next page, kept in a cookie for a minute. It is shown as text and holds no secret. */
export function sayNext(sentence: string): string {
  return hostCookie("said", Buffer.from(sentence.slice(0, LONGEST)).toString("base64url"), 60);
}

/** What the last action said, and the header that forgets it. */
export function takeSaid(request: Request): { said: string | null; forget: string | null } {
  const value = readHostCookie(request, "said");
  if (!value) return { said: null, forget: null };
  const said = Buffer.from(value.slice(0, LONGEST * 4), "base64url")
    .toString("utf8")
    .slice(0, LONGEST);
  return { said, forget: hostCookie("said", "", 0) };
}
