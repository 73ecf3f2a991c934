import { argumentText, identifyLaunch } from "../launch-identity.ts";
import { type LaunchFinding, type SeenEntry, unwrapped, whereIs, wordsAsWritten } from "./finding.ts";
import { scriptParts } from "./script-parts.ts";

const LOOPBACK =
  /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|[\w-]+\.localhost|host\.docker\.internal)(?::(?:\d+|\$\{[^{}]*\}))?(?:[/?#]|$)/i;

export function plainHttp({ launch }: SeenEntry): LaunchFinding[] {
  const places: [string, string][] = launch.url === undefined ? [] : [["url", launch.url]];
  if (identifyLaunch(launch).via !== undefined)
    launch.args.forEach((argument, index) => {
      places.push([`args.${index}`, argumentText(argument)]);
    });
  return places
    .filter(([, text]) => /^http:\/\//i.test(text) && !LOOPBACK.test(text))
    .map(([where]) => ({
      rule: "plain-http",
      severity: "high",
      where,
      sentence:
        "The address begins with http://, so everything sent, tokens included, can be read and changed on the way.",
      remedy: "Use the server's https:// address.",
    }));
}

/** Flags that mean the same wherever they stand; `-k` means it for curl only. */
const SWITCHED_OFF =
  /^--?(?:insecure|insecure-skip-(?:tls-)?verify|skip-(?:tls|ssl)-(?:verify|verification)|no-(?:check-certificate|verify-(?:ssl|tls)|ssl-verify|tls-verify|verify)|disable-(?:tls|ssl)(?:-verification|-verify)?|ignore-(?:certificate|ssl|tls|https)-errors|allow-insecure|tls-skip-verify)(?:=(?:true|1|yes))?$/i;
const SWITCHED_TO_FALSE =
  /^--?(?:(?:tls|ssl)-verify|verify(?:-(?:ssl|tls|certs?))?|strict-ssl|reject-unauthorized|secure)=(?:false|0|no|off)$/i;
const BY_VARIABLE =
  /^(?:-e|--env=)?(?:NODE_TLS_REJECT_UNAUTHORIZED=["']?0|PYTHONHTTPSVERIFY=["']?0|GIT_SSL_NO_VERIFY=["']?(?:1|true))["']?$/i;
const VARIABLE_IN_SCRIPT = /\bNODE_TLS_REJECT_UNAUTHORIZED=["']?0\b|\bPYTHONHTTPSVERIFY=["']?0\b/;
const UNCHECKED_CURL = /\s(?:-[a-zA-Z]{0,8}k[a-zA-Z]{0,8}|--insecure)(?:\s|$)/;
const UNCHECKED_WGET = /\s--no-check-certificate\b/;

/** A script that switches the checks off itself. */
function uncheckedInScript(script: string): boolean {
  if (VARIABLE_IN_SCRIPT.test(script)) return true;
  if (!/\b(?:curl|wget)\b/.test(script)) return false;
  return scriptParts(script).some(({ text }) => {
    const after = (program: RegExp) => {
      const at = text.search(program);
      return at < 0 ? "" : text.slice(at);
    };
    return UNCHECKED_CURL.test(after(/\bcurl\b/)) || UNCHECKED_WGET.test(after(/\bwget\b/));
  });
}

function tlsFlags(entry: SeenEntry): string[] {
  const { line } = unwrapped(entry);
  const found = line.args.filter(
    (word) =>
      SWITCHED_OFF.test(word) ||
      SWITCHED_TO_FALSE.test(word) ||
      BY_VARIABLE.test(word) ||
      (line.program === "curl" && /^-[a-zA-Z]*k[a-zA-Z]*$/.test(word)),
  );
  const spaced = line.args.filter(
    (word, index) =>
      /^--(?:tls-verify|ssl-verify|verify-ssl|strict-ssl|reject-unauthorized)$/i.test(word) &&
      /^(?:false|0|no|off)$/i.test(line.args[index + 1] ?? ""),
  );
  const scripts = wordsAsWritten(entry.launch).filter(
    ({ word }) => /\s/.test(word) && uncheckedInScript(word),
  );
  return [
    ...[...found, ...spaced].map((word) => whereIs(entry.launch, word)),
    ...scripts.map(({ where }) => where),
  ];
}

/** Certificate checks switched off: by a variable, a key of the entry or a flag. */
export function tlsUnchecked(entry: SeenEntry): LaunchFinding[] {
  const places = new Set([...(entry.launch.uncheckedTls ?? []), ...tlsFlags(entry)]);
  return [...places].map((where) => ({
    rule: "tls-unchecked",
    severity: "high",
    where,
    sentence:
      "Certificates are not checked, so whoever sits on the way can pose as the other side and read every token.",
    remedy:
      "Take the setting away. For a certificate of your own, name its authority instead (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE).",
  }));
}
