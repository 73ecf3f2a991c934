/** What a `WWW-Authenticate` header asks for (RFC 9110 §11.6.1, RFC 9728 §5.1): the first challenge, and what matters of it. */
export type Challenge = { scheme: string | null; resourceMetadata: string | null; scopes: string[] };

const LONGEST = 4_096;
const MOST_SCOPES = 50;
const PARAMETER = /([a-z_]{1,40})\s*=\s*(?:"((?:[^"\\]|\\.){0,2000})"|([^\s,"]{1,2000}))/gi;

/** Reads leniently and never throws: the header comes from whoever is asked. */
export function readChallenge(header: string | undefined): Challenge {
  const text = (header ?? "").slice(0, LONGEST);
  const scheme = /^\s*([A-Za-z][\w-]{0,39})(?=\s|,|$)/.exec(text)?.[1] ?? null;
  const values = new Map<string, string>();
  for (const [, name = "", quoted, bare] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "");
  }
  return {
    scheme,
    resourceMetadata: values.get("resource_metadata") ?? null,
    scopes: scopesOf(values.get("scope")),
  };
}

/** Names of scopes out of a list or a text with blanks between them. */
export function scopesOf(value: unknown): string[] {
  const words = typeof value === "string" ? value.split(/\s+/) : Array.isArray(value) ? value : [];
  const named = words.filter(
    (word): word is string => typeof word === "string" && /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(word),
  );
  return [...new Set(named)].slice(0, MOST_SCOPES);
}
