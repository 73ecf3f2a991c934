import type { FoundSecret } from "./scan-inputs.ts";

export type SecretKind = FoundSecret["secretKind"];

/**
 * Token shapes published by their issuers. Every expression is linear: a fixed prefix, one run of one kind of character,
 * taken to its end: what stands behind a token without a gap may be another one.
 */
export const TOKEN_SHAPES: readonly (readonly [SecretKind, RegExp])[] = [
  ["private-key", /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*/g],
  ["json-web-token", /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]{4,}){1,4}/g],
  // distinctive enough to be seen behind other letters too
  ["github-token", /(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,})/g],
  ["gitlab-token", /\bgl(?:pat|ptt|dt|rt|cbt|soat|ft|agent)-[\w.-]{16,}/g],
  [
    "slack-token",
    /\bxox[a-z]{1,2}(?:\.xox[a-z]-)?-?[\w-]{8,}|\bxapp-\d-[\w-]{8,}|\bhooks\.slack\.com\/services\/[\w/]{8,}/g,
  ],
  // behind other letters too, where what follows is no word
  ["slack-token", /xox[a-z]-(?=[\w-]{0,64}\d)[\w-]{16,}/g],
  ["stripe-key", /[srp]k_(?:live|test)_(?=\w{0,64}\d)(?=\w{0,64}[A-Z])\w{16,}/g],
  ["anthropic-key", /\bsk-ant-[\w-]{8,}/g],
  ["openai-key", /\bsk-[A-Za-z0-9][\w-]{15,}/g],
  ["google-key", /\bAIza[\w-]{30,64}|\bya29\.[\w-]{20,2048}|\bGOCSPX-[\w-]{10,64}|\b1\/\/0[\w-]{20,}/g],
  ["aws-key", /\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}\b/g],
  ["stripe-key", /\b(?:[srp]k_(?:live|test)_\w{10,}|whsec_[\w+/=]{16,})/g],
  ["npm-token", /\bnpm_[A-Za-z0-9]{30,64}/g],
  ["pypi-token", /\bpypi-[\w-]{40,}/g],
  ["huggingface-token", /\bhf_[A-Za-z0-9]{20,64}/g],
  ["notion-token", /\b(?:secret|ntn)_[A-Za-z0-9]{30,64}/g],
  ["atlassian-token", /\bAT(?:ATT|CTT|BBT|LTT)3?[\w=-]{20,}/g],
  [
    "other-vendor-token",
    /\b(?:lin_(?:api|oauth)_|fc-|tvly-|figd_|sntry[su]_|dop_v1_|doo_v1_|shp(?:at|ca|pa|ss)_|BSA|pplx-|gsk_|r8_|sb[ps]_|dapi|dckr_pat_|glsa_|glc_|xai-|key-|apify_api_|ph[xc]_|nvapi-|ctx7sk-|sbp_|hvs\.|hvb\.|rnd_|vercel_|cio|pat-(?:na|eu)\d-|PMAK-|NRAK-|EZAK|sq0[a-z]{3}-|SG\.|dp\.(?:pt|st|ct)\.|ops_|fo1_|FlyV1 )[\w.+/=-]{16,}/g,
  ],
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a UUID, which may be an identifier or the key itself: withheld, without calling it a secret. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Bits per character of the text's own distribution (Shannon). */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

function classOf(character: string): string {
  if (character >= "0" && character <= "9") return "digit";
  if (character >= "a" && character <= "z") return "lower";
  return character >= "A" && character <= "Z" ? "upper" : "other";
}

/**
 * True for a run of 20 characters or more that reads like random output. Names, versions and CamelCase change between
 * letters and digits rarely and hold words, random text changes at every second or third character.
 */
export function looksRandom(run: string): boolean {
  if (run.length < 20) return false;
  let changes = 0;
  let digits = 0;
  let before = "other";
  for (const character of run) {
    const now = classOf(character);
    if (now === "digit") digits += 1;
    if (now !== "other" && before !== "other" && now !== before) changes += 1;
    before = now;
  }
  const words = run.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const rate = changes / run.length;
  return entropy(run) >= 3 && letters / words.length <= 3.4 && (digits > 0 ? rate >= 0.25 : rate >= 0.4);
}
