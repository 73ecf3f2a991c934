const LAST_WORDS = new Set(
  (
    "token secret password passwd pwd pass passphrase passcode apikey accesskey secretkey privatekey key keys auth " +
    "authorization bearer credential credentials creds pat cookie jwt dsn sig signature psk otp apitoken authtoken " +
    "accesstoken refreshtoken clientsecret webhook"
  ).split(" "),
);

const HARMLESS = new Set([
  "public key",
  "primary key",
  "sort key",
  "partition key",
  "foreign key",
  "license key",
]);

/** Words of a variable, flag, parameter or header name: `--apiKey`, `API_KEY` and `x-api-key` give the same two. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 256)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** What every secret name ends in. Asked first: a text can hold a hundred thousand names, and few of them are secret. */
const SECRET_END = new RegExp(`(?:${[...LAST_WORDS].join("|")})[^a-z0-9]*$`, "i");

/** True when what stands behind this name is meant to be secret: decided by its last word (`token-file` is not). */
export function isSecretName(name: string): boolean {
  if (!SECRET_END.test(name.length > 256 ? name.slice(0, 256) : name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined) return false;
  if (!LAST_WORDS.has(last) && !/(?:password|passwd|secret|token|apikey|accesskey)$/.test(last)) return false;
  return !HARMLESS.has(words.slice(-2).join(" "));
}

const PLAIN_WORD =
  /^(?:true|false|yes|no|on|off|none|null|undefined|oauth2?|basic|bearer|env|auto|\d{1,5})$/i;

/** A switch or small number in the place of a secret (`--auth oauth`): neither secret nor worth a finding. */
export function isPlainWord(value: string): boolean {
  return PLAIN_WORD.test(value);
}

/** A file named instead of a value (`--key ./tls.pem`): it starts like a path and ends in a file name. */
export function isFilePath(value: string): boolean {
  return (
    /^(?:~|\.{1,2}|[A-Za-z]:|\$\{?\w+\}?)?[\\/](?:[\w .@()~${}:-]{1,64}[\\/])*[\w .@~-]{1,64}$/.test(value) &&
    /\.[A-Za-z]\w{0,9}$/.test(value)
  );
}

/** A value that stands for a secret in examples: `YOUR_TOKEN`, `<token>`, `xxxx`, `sk-...`, `[REDACTED]`, nothing at all. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text === "" || /^[xX*.•_\-\s]+$/.test(text)) return true;
  if (text.length > 128) return false;
  if (/^(?:<[^<>]*>|\[[^[\]]*\]|\{\{[^{}]*\}\}|__\w+__)$/.test(text)) return true;
  if (/^[A-Za-z0-9_-]{0,12}(?:\.{3}|…|\*{3,}|[xX]{6,}|•{3})$/.test(text)) return true;
  if (/\d{4}|\d[A-Za-z]\d/.test(text)) return false;
  if (
    /^(?:your|insert|enter|replace|change|paste|todo|fixme|example|dummy|sample|placeholder|redacted)(?:[\W_]|me|$)/i.test(
      text,
    )
  )
    return true;
  return (
    /(?:^|[\W_])(?:your|placeholder|redacted|goes[-_ ]here|changeme)(?:[\W_]|$)/i.test(text) ||
    /[-_ ]here$/i.test(text)
  );
}
