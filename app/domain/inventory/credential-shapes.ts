import { z } from "zod";
import { CREDENTIAL_ENDINGS, CREDENTIAL_FORMS, CREDENTIAL_STATES, PROVIDER_IDS } from "./credential-words.ts";
import { CLIENTS, SECRET_KINDS } from "./scan-inputs.ts";

/** Where one credential stands, or stood, from when to when. */
export const CredentialPlace = z.object({
  id: z.string(),
  installationId: z.string(),
  /** False when the installation's own row was erased or forgotten. */
  isListed: z.boolean(),
  identity: z.string(),
  client: z.enum(CLIENTS),
  memberId: z.string(),
  memberName: z.string(),
  /** Whether the holder still belongs to the organization. */
  isMember: z.boolean(),
  deviceId: z.string(),
  deviceName: z.string(),
  isRevokedDevice: z.boolean(),
  form: z.enum(CREDENTIAL_FORMS),
  /** Keys in the file, e.g. env.GITHUB_TOKEN. */
  where: z.array(z.string()),
  /** The reference as it stands there, `file` or `environment`; null for a value. */
  reference: z.string().nullable(),
  /** The user name beside it, where one stands in the open. */
  account: z.string().nullable(),
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
  endedAt: z.coerce.date().nullable(),
  ending: z.enum(CREDENTIAL_ENDINGS).nullable(),
  replacedBy: z.string().nullable(),
  /** It had left this installation before. */
  isReturned: z.boolean(),
});
export type CredentialPlace = z.infer<typeof CredentialPlace>;

/** Something that happened to a credential in one installation. */
export const CredentialEvent = CredentialPlace.pick({
  installationId: true,
  isListed: true,
  identity: true,
  memberName: true,
  deviceName: true,
  replacedBy: true,
}).extend({
  key: z.string(),
  at: z.coerce.date(),
  what: z.enum(["appeared", "returned", ...CREDENTIAL_ENDINGS]),
});
export type CredentialEvent = z.infer<typeof CredentialEvent>;

export const CredentialRow = z.object({
  id: z.string(),
  kind: z.enum(SECRET_KINDS),
  /** Whether the value's own form said the kind, or only the name it stands under. */
  kindFrom: z.enum(["value", "name"]),
  provider: z.enum(PROVIDER_IDS).nullable(),
  state: z.enum(CREDENTIAL_STATES),
  /** False where no fingerprint was reported: the same secret elsewhere is a row of its own. */
  isCompared: z.boolean(),
  /** That hold it now; of one that is nowhere any more, that held it. */
  installations: z.number(),
  holders: z.number(),
  /** Of the credential itself. */
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
  /** Since when it is in no configuration that was reported. */
  endedAt: z.coerce.date().nullable(),
  /** Some of where it stands or stood, first what is so now. */
  names: z.array(z.string()),
  people: z.array(z.string()),
});

export const ListedCredential = CredentialRow.extend({
  revocation: z.object({ by: z.enum(["interface", "hand"]), how: z.string() }),
});
export type ListedCredential = z.infer<typeof ListedCredential>;
