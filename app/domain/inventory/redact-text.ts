import { withoutHome } from "./home-folder.ts";
import { type OnCut, REFERENCES_ONLY, redactUrl } from "./redact-url.ts";
import { CUT, type FoundSecret } from "./scan-inputs.ts";
import { isFilePath, isPlaceholder, isPlainWord, isSecretName } from "./secret-names.ts";
import { isUuid, looksRandom, type SecretKind, TOKEN_SHAPES } from "./secret-patterns.ts";
import { visibleText } from "./visible-text.ts";

export interface RedactOptions {
  /** The person's home folder, written `~` in the result. */
  home?: string;
  /** A keyed fingerprint of a secret, asked only for values of 16 characters and more. */
  fingerprint?: (value: string) => string | undefined;
}

export interface RedactedText {
  text: string;
  /** The first secret that was cut out. Text that was only withheld sets nothing. */
  secret?: FoundSecret;
}

const SHORTEST_FINGERPRINTED = 16;

/** What may be told about a secret: its kind and, for values long enough not to be guessed, its fingerprint. */
export function describeSecret(kind: SecretKind, value: string, options: RedactOptions): FoundSecret {
  const fingerprint = value.length >= SHORTEST_FINGERPRINTED ? options.fingerprint?.(value) : undefined;
  return fingerprint === undefined ? { secretKind: kind } : { secretKind: kind, fingerprint };
}

const SCHEME = /^(?:bearer|basic|token|apikey|api-key|digest|negotiate) +/i;

/** True when there is nothing to cut: already cut, a reference, or a switch. */
function isHarmless(value: string): boolean {
  const bare = value.replace(/^\\*["']|\\*["']$/g, "").replace(SCHEME, "");
  if (bare === "" || isPlainWord(bare) || REFERENCES_ONLY.test(bare)) return true;
  return bare.replaceAll(CUT, "").replace(/[:\s@/\\"']/g, "") === "";
}

function cutValue(value: string, kind: SecretKind, cut: OnCut): string {
  const [, open = "", scheme = "", inner = "", close = ""] =
    /^(\\*["']?)((?:(?:bearer|basic|token|apikey|api-key|digest|negotiate) +)?)([\s\S]*?)(\\*["']?)$/i.exec(
      value,
    ) ?? [];
  if (isHarmless(inner)) return value;
  return `${open}${scheme}${isPlaceholder(inner) ? cut(inner) : cut(inner, kind)}${close}`;
}

function valuePattern(ends: string): string {
  const quoted = String.raw`\\*"[^"\\]*\\*"|\\*'[^'\\]*\\*'`;
  const bare = String.raw`(?:\$\{[^{}]*\}|\\(?!\\{0,3}["'])|[^\s"'${ends}\\])+`;
  return `(?:${quoted}|(?:(?:Bearer|Basic|Token|bearer|basic|token) +)?${bare})`;
}

/** In `name=value` only a blank, quote, `;` or `&` ends the value; in `name: value` also what ends it in JSON. */
const AFTER_EQUALS = new RegExp(valuePattern(";&"), "y");
const AFTER_COLON = new RegExp(valuePattern(",;&})"), "y");
const NAME_AND_OPERATOR = /(?<![\w.-])(-{0,2}[A-Za-z_][\w.-]{0,127})(\\*["']?[ \t]*[=:](?!\/\/)[ \t]*)/g;
const HEADER_NAME = /^(?:proxy-)?authorization$|^(?:set-)?cookie2?$|^x-[\w-]+$/i;
const SHELL_FLAG = new RegExp(
  String.raw`(^|[\s"'])(--?[A-Za-z][\w-]{1,64})([ \t]+)(${valuePattern(";&")})`,
  "g",
);
const URL_IN_TEXT = /[A-Za-z][A-Za-z0-9+.-]{0,32}:\/\/[^\s"'<>`]+/g;
const CONNECTION_KEY =
  /(?<![\w.-])((?:pwd|password|accountkey|sharedaccesskey|sharedaccesssignature)\s*=\s*)([^;"'\s]+)/gi;

type Assignment = "no" | "variable" | "secret" | "header";

function assignmentKind(name: string, operator: string): Assignment {
  if (HEADER_NAME.test(name) && (operator.includes(":") || isSecretName(name))) return "header";
  // `image:tag` and `C:\path` are no assignments: a colon needs a quote or blank beside it, or a header's name.
  if (operator === ":") return "no";
  if (isSecretName(name)) return "secret";
  return operator.includes("=") && /^[A-Z_][A-Z0-9_]*$/.test(name) ? "variable" : "no";
}

/** `NAME=value` and `"name": "value"` wherever the name is secret, or is a variable's name in capitals. */
function cutAssignments(text: string, cut: OnCut): string {
  let result = "";
  let done = 0;
  for (const match of text.matchAll(NAME_AND_OPERATOR)) {
    const [whole, name = "", operator = ""] = match;
    const kind = match.index < done ? "no" : assignmentKind(name, operator);
    if (kind === "no") continue;
    const start = match.index + whole.length;
    const pattern = operator.includes("=") ? AFTER_EQUALS : AFTER_COLON;
    pattern.lastIndex = start;
    const value = pattern.exec(text)?.[0];
    if (value === undefined) continue;
    result += text.slice(done, start);
    done = start + value.length;
    if (isHarmless(value) || (kind === "secret" && isFilePath(value))) result += value;
    else if (kind === "variable") result += cutPlainVariable(value, cut);
    else result += cutValue(value, kind === "header" ? "authorization-header" : "password-or-token", cut);
  }
  return result + text.slice(done);
}

/** A variable's value is withheld whatever it is; it is called a secret only when it looks like one. */
function cutPlainVariable(value: string, cut: OnCut): string {
  const bare = value.replace(/^\\*["']|\\*["']$/g, "");
  return value.replace(bare, () => (looksRandom(bare) ? cut(bare, "high-entropy") : cut(bare)));
}

/** No token of any issuer is shorter. */
const SHORTEST_TOKEN = 12;

function cutTokenShapes(text: string, cut: OnCut): string {
  if (text.length < SHORTEST_TOKEN) return text;
  let result = text;
  for (const [kind, shape] of TOKEN_SHAPES)
    result = result.replace(shape, (token: string) => (isPlaceholder(token) ? cut(token) : cut(token, kind)));
  return result;
}

function cutRandomRuns(text: string, cut: OnCut): string {
  return text.replace(/[A-Za-z0-9+/=_-]{20,}/g, (run: string, offset: number) => {
    const before = text.slice(Math.max(0, offset - 8), offset);
    // A content digest or a commit names what runs and protects nothing.
    if (/sha(?:256|384|512):$/.test(before) && /^[0-9a-f]{64,128}$/.test(run)) return run;
    if (before.endsWith("@") && /^[0-9a-f]{40}$/.test(run) && text.includes("git+")) return run;
    if (isUuid(run)) return cut(run);
    if (!run.includes("/")) return looksRandom(run) ? cut(run, "high-entropy") : run;
    // Base64 holds slashes as paths do: 40 characters is an AWS secret key, + and = stand in no folder's name.
    if ((run.length === 40 || /[+=]/.test(run)) && looksRandom(run)) return cut(run, "high-entropy");
    return run
      .split("/")
      .map((part) => (isUuid(part) ? cut(part) : looksRandom(part) ? cut(part, "high-entropy") : part))
      .join("/");
  });
}

function redactOnce(text: string, cut: OnCut, home: string | undefined): string {
  let result = withoutDefaults(withoutHome(text, home), cut);
  result = result.replace(URL_IN_TEXT, (url: string) => redactUrl(url, cut));
  result = cutTokenShapes(result, cut);
  result = result.replace(CONNECTION_KEY, (_whole: string, name: string, value: string) =>
    isHarmless(value) ? `${name}${value}` : `${name}${cut(value, "connection-string")}`,
  );
  result = cutAssignments(result, cut);
  result = result.replace(
    SHELL_FLAG,
    (whole: string, lead: string, flag: string, gap: string, value: string) =>
      isSecretName(flag) && !/^-/.test(value) && !isHarmless(value) && !isFilePath(value)
        ? `${lead}${flag}${gap}${cutValue(value, "password-or-token", cut)}`
        : whole,
  );
  return withoutHome(cutRandomRuns(result, cut), home);
}

const MOST_PASSES = 4;

/** Nothing is cut from a word this short that assigns nothing and names no place: it is no token of any issuer. */
const SHORT_WORD = /^[\w@.+-]{0,8}$/;

/**
 * The text with everything that looks like a secret replaced by ••• and home folders by `~`. Redacting twice changes
 * nothing, which is how the server recognises text that was not redacted; text that never settles is cut whole.
 */
export function redactText(text: string, options: RedactOptions = {}): RedactedText {
  if (SHORT_WORD.test(text)) return { text };
  let secret: FoundSecret | undefined;
  const cut: OnCut = (value, kind) => {
    if (kind !== undefined) secret ??= describeSecret(kind, value, options);
    return CUT;
  };
  let before = text;
  let result = redactOnce(text, cut, options.home);
  for (let pass = 1; result !== before; pass += 1) {
    before = result;
    result = pass < MOST_PASSES ? redactOnce(before, cut, options.home) : CUT;
  }
  return secret === undefined ? { text: result } : { text: result, secret };
}

/** `${NAME:-default}`: the default is a value like any other and is cut. */
function withoutDefaults(text: string, cut: OnCut): string {
  return text.replace(
    /(\$\{(?:env:)?[A-Za-z_]\w{0,127}:[-=])([^{}]+)\}/g,
    (whole: string, start: string, value: string) =>
      value === CUT || !/secret|token|key|pass|auth|cred/i.test(start) ? whole : `${start}${cut(value)}}`,
  );
}

/**
 * A name or path as it may be shown, at most `max` characters long. Redaction can lengthen a text by what stands for the
 * parts cut out; then nothing of it is kept, since half a secret is not recognised as one.
 */
export function redactWithin(text: string, max: number, options: RedactOptions = {}): string {
  const redacted = redactText(visibleText(text, max), options).text;
  return redacted.length > max ? CUT : redacted;
}
