import { CUT, REFERENCE_SOURCE } from "./scan-inputs.ts";
import { isPlaceholder, isSecretName } from "./secret-names.ts";
import { isUuid, looksRandom, type SecretKind } from "./secret-patterns.ts";

/** Told about every value that is cut: `kind` is absent when it is withheld without being called a secret. */
export type OnCut = (value: string, kind?: SecretKind) => string;

/** References and what joins them in credentials, so nothing in the text is a value. */
export const REFERENCES_ONLY = new RegExp(`^(?:${REFERENCE_SOURCE}|[:@/])+$`);

function userInfoEnd(scheme: string, rest: string): number {
  const authority = rest.slice(0, rest.search(/[/?#]|$/));
  const inside = authority.lastIndexOf("@");
  if (inside >= 0) return inside;
  // A password may hold / ? or # unescaped; then the first @ beyond the host is still part of the credentials.
  const plainHost = /^(?:\[[0-9a-f:.]*\]|[^:]*)(?::\d{0,5})?$/i.test(authority);
  return plainHost && /^(?:https?|wss?|git\+\w+|file|unix|pipe)$/i.test(scheme) ? -1 : rest.lastIndexOf("@");
}

function redactSegment(segment: string, cut: OnCut): string {
  if (isUuid(segment)) return cut(segment);
  return looksRandom(segment.replace(/%[0-9a-f]{2}/gi, "")) ? cut(segment, "high-entropy") : segment;
}

function redactParameter(parameter: string, cut: OnCut): string {
  const equals = parameter.indexOf("=");
  const name = equals < 0 ? "" : parameter.slice(0, equals);
  const value = parameter.slice(equals + 1);
  const keep = (text: string) => (equals < 0 ? text : `${name}=${text}`);
  if (value === CUT || value === "" || REFERENCES_ONLY.test(value)) return parameter;
  if (isSecretName(name) || /^(?:code|k|t|api|access|session|sid)$/i.test(name))
    return keep(isPlaceholder(value) ? cut(value) : cut(value, "url-credentials"));
  return keep(redactSegment(value, cut));
}

/** One URL with credentials, secret parameters and random path segments cut; references such as ${env:X} stay. */
export function redactUrl(url: string, cut: OnCut): string {
  const at = url.indexOf("://");
  const scheme = url.slice(0, at);
  let rest = url.slice(at + 3);
  const end = userInfoEnd(scheme, rest);
  let userInfo = "";
  if (end >= 0) {
    const value = rest.slice(0, end);
    const http = /^(?:https?|wss?)$/i.test(scheme);
    const plain = value === "" || value === CUT || value === "git" || REFERENCES_ONLY.test(value);
    const password = value.slice(value.indexOf(":") + 1);
    if (plain) userInfo = `${value}@`;
    else if (isPlaceholder(password)) userInfo = `${cut(value)}@`;
    else userInfo = `${cut(value, http ? "url-credentials" : "connection-string")}@`;
    rest = rest.slice(end + 1);
  }
  const [, path = "", query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(rest) ?? [];
  const pinned = /^git\+/i.test(scheme) ? /@[0-9a-f]{40}$/.exec(path) : null;
  const segments = (pinned ? path.slice(0, -41) : path).split("/").map((part) => redactSegment(part, cut));
  let result = `${scheme}://${userInfo}${segments.join("/")}${pinned?.[0] ?? ""}`;
  if (query !== undefined)
    result += `?${query
      .split("&")
      .map((parameter) => redactParameter(parameter, cut))
      .join("&")}`;
  if (fragment === undefined || fragment === "") return result;
  return `${result}#${fragment
    .split("&")
    .map((parameter) => redactParameter(parameter, cut))
    .join("&")}`;
}
