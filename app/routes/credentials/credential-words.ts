import type { CredentialState } from "#app/domain/inventory/credential-words.ts";
import type { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { SECRET_KIND_WORDS } from "#app/domain/inventory/secret-kind-words.ts";
import type { Look } from "#app/ui/tones.ts";

export const credentialLook = {
  plain: { tone: "red", icon: "eye", word: "In plain text" },
  reference: { tone: "green", icon: "link", word: "By reference", quiet: true },
  gone: { tone: "slate", icon: "circle-slash", word: "Gone", quiet: true },
} as const satisfies Record<CredentialState, Look>;

/** A kind as the name of a row: without its article. */
export function kindTitle(kind: (typeof SECRET_KINDS)[number]): string {
  const words = SECRET_KIND_WORDS[kind].replace(/^An? /, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
