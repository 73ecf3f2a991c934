import { createHash } from "node:crypto";
import { LONGEST_TERM, splitWords } from "#app/domain/identity/member-terms.ts";
import { type CREDENTIAL_FORMS, kindOf, type ProviderId } from "#app/domain/inventory/credential-words.ts";
import {
  credentialsOf,
  givesVariable,
  type LaunchCredential,
} from "#app/domain/inventory/launch-credentials.ts";
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
  form: (typeof CREDENTIAL_FORMS)[number];
  places: string[];
  reference: string | null;
  account: string | null;
  seenAt: string;
};

/** References that mean the same secret on every machine. */
const ORGANIZATIONS_STORE = /^(?:op|vault|aws-sm|aws-ssm|gcp-sm|azure-kv|bws|doppler|infisical):\/\//;

/** Keys told of one credential in one installation. */
const MOST_PLACES = 8;

/** The id a credential has in an organization, by what makes it the same one. */
function credentialId(orgId: string, sameness: string): string {
  const hex = createHash("sha256").update(`${orgId}${sameness}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The same fingerprint is the same secret; one without is compared with nothing. A reference into a store of secrets is the
 * same wherever it stands, any other under one name of one server.
 */
function samenessOf(found: LaunchCredential, { installationId, identity }: ReadLaunch): string {
  if (found.form === "reference") {
    return ORGANIZATIONS_STORE.test(found.reference)
      ? `kept ${found.reference}`
      : referenceOf(identity, found.name);
  }
  const { fingerprint, secretKind } = found.secret;
  return fingerprint ?? `place ${installationId} ${secretKind} ${found.where}`;
}

/** What makes a reference, or a demand, the same one: its name at one server. */
function referenceOf(identity: string, name: string): string {
  return `reference ${identity} ${name.toLowerCase()}`;
}

/** What servers ask for before they work: names of secret variables, by identity. */
export type Demands = ReadonlyMap<string, readonly string[]>;

type Told = {
  form: PlaceRow["form"];
  name: string;
  where: string;
  sameness: string;
  secret: FoundSecret | null;
  reference: string | null;
  account: string | null;
};

/** What one launch tells: what stands in it, and what its server asks for and it does not give. */
function toldBy(read: ReadLaunch, demands: Demands): Told[] {
  const found = credentialsOf(read.launch).map((one) => ({
    form: one.form,
    name: one.name,
    where: one.where,
    sameness: samenessOf(one, read),
    secret: one.form === "secret" ? one.secret : null,
    reference: one.form === "reference" ? one.reference : null,
    account: one.account,
  }));
  const missing = (demands.get(read.identity) ?? []).filter((name) => !givesVariable(read.launch, name));
  const asked = missing.map((name) => ({
    form: "demanded" as const,
    name,
    where: `env.${name}`,
    sameness: referenceOf(read.identity, name),
    secret: null,
    reference: null,
    account: null,
  }));
  return [...found, ...asked];
}

/** The rows of the register for these launches, each credential and each of its installations once. */
export function credentialRows(orgId: string, launches: readonly ReadLaunch[], demands: Demands) {
  const credentials = new Map<string, CredentialRow>();
  const places = new Map<string, PlaceRow>();
  const names = new Map<string, Set<string>>();
  for (const read of launches) {
    const { installationId, seenAt } = read;
    for (const { form, name, where, sameness, secret, reference, account } of toldBy(read, demands)) {
      const id = credentialId(orgId, sameness);
      const row: CredentialRow = {
        id,
        ...kindOf(name, secret?.secretKind ?? null),
        isCompared: secret === null || secret.fingerprint !== undefined,
        firstSeenAt: seenAt,
        lastSeenAt: seenAt,
      };
      credentials.set(id, surer(credentials.get(id), row));
      names.set(id, (names.get(id) ?? new Set()).add(name));
      const key = `${installationId} ${id}`;
      const known = places.get(key);
      if (known === undefined) {
        places.set(key, {
          credentialId: id,
          installationId,
          form,
          places: [where],
          reference,
          account,
          seenAt,
        });
      } else {
        if (known.places.length < MOST_PLACES) known.places.push(where);
        known.account ??= account;
      }
    }
  }
  return { credentials: [...credentials.values()], places: [...places.values()], names };
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
export function termsOf(name: string): string[] {
  const words = [name.toLowerCase(), ...splitWords(name.replace(/([a-z0-9])([A-Z])/g, "$1 $2"))];
  return words.filter((word) => word !== "").map((word) => word.slice(0, LONGEST_TERM));
}
