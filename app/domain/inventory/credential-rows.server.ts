import { createHash } from "node:crypto";
import { LONGEST_TERM, splitWords } from "#app/domain/identity/member-terms.ts";
import { kindOf, type ProviderId } from "#app/domain/inventory/credential-words.ts";
import { credentialsOf, type LaunchCredential } from "#app/domain/inventory/launch-credentials.ts";
import { type FoundSecret, type Launch, SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";

/** What `credentialsOf` and `kindOf` say begins to be something else with a new number: stored launches are read anew. */
export const CREDENTIAL_RULES = 1;

/** One installation whose launch is read. */
export type ReadLaunch = {
  installationId: string;
  identity: string;
  launch: Launch;
  /** When it was read in its file. */
  seenAt: string;
};

type CredentialRow = {
  id: string;
  kind: FoundSecret["secretKind"];
  kindFrom: "value" | "name";
  provider: ProviderId | null;
  isCompared: boolean;
  firstSeenAt: string;
  lastSeenAt: string;
};
type PlaceRow = {
  credentialId: string;
  installationId: string;
  form: LaunchCredential["form"];
  places: string[];
  reference: string | null;
  account: string | null;
  seenAt: string;
};

/** Keys told of one credential in one installation. */
const MOST_PLACES = 8;

/** The id a credential has in an organization, by what makes it the same one. */
export function credentialId(orgId: string, sameness: string): string {
  const hex = createHash("sha256").update(`${orgId}${sameness}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The same fingerprint is the same secret; one without is compared with nothing. A reference into a store of secrets is the
 * same wherever it stands, any other under one name of one server.
 */
function samenessOf(found: LaunchCredential, { installationId, identity }: ReadLaunch): string {
  if (found.form === "reference") {
    const isShared = found.reference.startsWith("op://");
    return isShared ? `kept ${found.reference}` : referenceOf(identity, found.name);
  }
  const { fingerprint, secretKind } = found.secret;
  return fingerprint ?? `place ${installationId} ${secretKind} ${found.where}`;
}

/** What makes a reference, or a demand, the same one: its name at one server. */
export function referenceOf(identity: string, name: string): string {
  return `reference ${identity} ${name.toLowerCase()}`;
}

/** The rows of the register for these launches, each credential and each of its installations once. */
export function credentialRows(
  orgId: string,
  launches: readonly ReadLaunch[],
): { credentials: CredentialRow[]; places: PlaceRow[]; terms: { id: string; term: string }[] } {
  const terms = new Map<string, { id: string; term: string }>();
  const credentials = new Map<string, CredentialRow>();
  const places = new Map<string, PlaceRow>();
  for (const read of launches) {
    for (const found of credentialsOf(read.launch)) {
      const id = credentialId(orgId, samenessOf(found, read));
      const secret = found.form === "secret" ? found.secret : null;
      const row: CredentialRow = {
        id,
        ...kindOf(found.name, secret?.secretKind ?? null),
        isCompared: secret === null || secret.fingerprint !== undefined,
        firstSeenAt: read.seenAt,
        lastSeenAt: read.seenAt,
      };
      credentials.set(id, surer(credentials.get(id), row));
      for (const term of termsOf(found.name)) terms.set(`${id} ${term}`, { id, term });
      const key = `${read.installationId} ${id}`;
      const known = places.get(key);
      if (known === undefined) {
        places.set(key, {
          credentialId: id,
          installationId: read.installationId,
          form: found.form,
          places: [found.where],
          reference: found.form === "reference" ? found.reference : null,
          account: found.account,
          seenAt: read.seenAt,
        });
      } else {
        if (known.places.length < MOST_PLACES) known.places.push(found.where);
        known.account ??= found.account;
      }
    }
  }
  return { credentials: [...credentials.values()], places: [...places.values()], terms: [...terms.values()] };
}

/** Of two readings of the same credential the one whose kind says more; an issuer once known stays. */
function surer(before: CredentialRow | undefined, row: CredentialRow): CredentialRow {
  if (before === undefined) return row;
  const [best, other] = rankOf(row) < rankOf(before) ? [row, before] : [before, row];
  const [firstSeenAt = "", lastSeenAt = ""] = [
    [before.firstSeenAt, row.firstSeenAt].sort()[0],
    [before.lastSeenAt, row.lastSeenAt].sort()[1],
  ];
  return { ...best, provider: best.provider ?? other.provider, firstSeenAt, lastSeenAt };
}

function rankOf({ kind }: CredentialRow): number {
  return SECRET_KINDS.indexOf(kind);
}

/** What a credential is found by: the name it stands under, and each word of it. */
function termsOf(name: string): string[] {
  const words = [name.toLowerCase(), ...splitWords(name.replace(/([a-z0-9])([A-Z])/g, "$1 $2"))];
  return words.filter((word) => word !== "").map((word) => word.slice(0, LONGEST_TERM));
}
