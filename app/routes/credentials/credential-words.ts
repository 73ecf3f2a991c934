import type { CredentialEvent } from "#app/domain/inventory/credential-shapes.ts";
import type { CredentialState } from "#app/domain/inventory/credential-words.ts";
import { BY_ENVIRONMENT, BY_FILE } from "#app/domain/inventory/launch-credentials.ts";
import type { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { SECRET_KIND_WORDS } from "#app/domain/inventory/secret-kind-words.ts";
import type { Look } from "#app/ui/tones.ts";

export const credentialLook = {
  plain: { tone: "red", icon: "eye", word: "In plain text" },
  gone: { tone: "amber", icon: "history", word: "Left the files" },
  reference: { tone: "green", icon: "link", word: "By reference", quiet: true },
  demanded: { tone: "slate", icon: "circle-question-mark", word: "Kept elsewhere", quiet: true },
  ended: { tone: "slate", icon: "circle-slash", word: "Named no more", quiet: true },
} as const satisfies Record<CredentialState, Look>;

export const CREDENTIAL_ANSWERS: Record<CredentialState, string> = {
  plain:
    "It stands in a file as plain text, readable by every program its holder runs. Only its kind and a fingerprint are kept here, never the value.",
  gone: "No configuration that was reported holds it any more. It may work until it is revoked, and whoever read the file before may still have it.",
  reference: "The file only names it. Where the value itself is kept is told by the reference.",
  demanded: "Its server asks for it and no configuration names it: where its holders keep it is not known.",
  ended: "It was only ever named, and no configuration that was reported names it any more.",
};

export const KNOWN_BY = {
  value: "The form of the value",
  name: "The name it stands under",
} as const;

/** What happened to a credential in one installation, as a part of a sentence before "in" or "from". */
export const EVENT_WORDS: Record<CredentialEvent["what"], string> = {
  appeared: "Seen first in",
  returned: "Back in",
  replaced: "Replaced by another in",
  removed: "Gone with its entry from",
  taken_out: "Taken out of",
  not_asked: "Asked for no more by",
  erased: "Erased with the data of its holder, in",
  not_counted: "Counted as no secret any more in",
};

/** A kind as the name of a row: without its article. */
export function kindTitle(kind: (typeof SECRET_KINDS)[number]): string {
  const words = SECRET_KIND_WORDS[kind].replace(/^An? /, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a reference names where it is no text of its own. */
export const REFERRED_TO: Record<string, string | undefined> = {
  [BY_FILE]: "a file",
  [BY_ENVIRONMENT]: "the environment of whoever starts it",
};
