import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { credentialTables } from "#app/domain/inventory/credential-sql.server.ts";
import {
  CREDENTIAL_STATES,
  PROVIDER_IDS,
  type Revocation,
  revocationOf,
} from "#app/domain/inventory/credential-words.ts";
import { CLIENTS, SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { permit } from "#app/domain/permit.ts";

/** What of the credentials a list is about; what is not known is left out. */
export const CredentialFilter = z.object({
  kind: z.enum(SECRET_KINDS).optional().catch(undefined),
  provider: z.enum(PROVIDER_IDS).optional().catch(undefined),
  state: z.enum(CREDENTIAL_STATES).optional().catch(undefined),
  /** One credential, by the handle its row has. */
  handle: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional()
    .catch(undefined),
});
export type CredentialFilter = z.infer<typeof CredentialFilter>;

/** Places told of one credential; the counts are of all. */
const MOST_PLACES = 100;

const CredentialPlace = z.object({
  installationId: z.string(),
  /** The key in the file, e.g. env.GITHUB_TOKEN: the account or handle as far as it is known. */
  where: z.string(),
  identity: z.string(),
  client: z.enum(CLIENTS),
  memberId: z.string(),
  memberName: z.string(),
  deviceName: z.string(),
  isRemoved: z.boolean(),
});

const CredentialRow = z.object({
  handle: z.string(),
  kind: z.enum(SECRET_KINDS),
  /** Whether the value's own form said the kind, or only the name it stands under. */
  kindFrom: z.enum(["value", "name"]),
  provider: z.enum(PROVIDER_IDS).nullable(),
  state: z.enum(CREDENTIAL_STATES),
  /** False where no fingerprint was reported: the same secret elsewhere is a row of its own. */
  isCompared: z.boolean(),
  installations: z.number(),
  holders: z.number(),
  /** Of the installations it stands in. */
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
  places: z.array(CredentialPlace),
});

export const ListedCredential = CredentialRow.extend({
  revocation: z.object({ by: z.enum(["interface", "hand"]), how: z.string() }),
});
export type ListedCredential = z.infer<typeof CredentialRow> & { revocation: Revocation };

function conditions({ kind, provider, state, handle }: CredentialFilter): SQL {
  const all = [sql`true`];
  if (kind) all.push(sql`kind = ${kind}`);
  if (provider) all.push(sql`provider = ${provider}`);
  if (state) all.push(sql`state = ${state}`);
  if (handle) all.push(sql`handle = ${handle}`);
  return sql.join(all, sql` and `);
}

/**
 * The credential register: secrets in the launches and references under secret names, those in plain text first and of
 * these the one that stands in most installations. Never a value and never a fingerprint.
 */
export async function listCredentials(
  ctx: Ctx,
  filter: CredentialFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: ListedCredential[]; total: number }> {
  permit(ctx, "credential.read");
  const order = sql`array_position(array['plain', 'reference', 'gone'], state), installations desc, last_seen_at desc, handle`;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      with ${credentialTables(ctx.orgId)},
      kept as (select * from credential where ${conditions(filter)}),
      page as materialized (select * from kept order by ${order} limit ${limit} offset ${offset}),
      shown as materialized (
        select place.*, row_number() over (
          partition by handle order by removed_at is not null, last_seen_at desc, installation_id, place) as nth
        from place where handle in (select handle from page)),
      told as (
        select shown.handle, jsonb_agg(jsonb_build_object('installationId', shown.installation_id, 'where', shown.place,
          'identity', s.identity, 'client', shown.client, 'memberId', m.id, 'memberName', m.name, 'deviceName', dv.name,
          'isRemoved', shown.removed_at is not null) order by shown.nth) as places
        from shown join server s on s.org_id = ${ctx.orgId} and s.id = shown.server_id
        join member m on m.org_id = ${ctx.orgId} and m.id = shown.member_id
        join device dv on dv.org_id = ${ctx.orgId} and dv.id = shown.device_id
        where shown.nth <= ${MOST_PLACES} group by shown.handle)
      select (select count(*)::int from kept) as total, coalesce((
        select jsonb_agg(jsonb_build_object('handle', handle, 'kind', kind,
          'kindFrom', case when is_known then 'value' else 'name' end, 'provider', provider, 'state', state,
          'isCompared', is_compared, 'installations', installations, 'holders', holders,
          'firstSeenAt', first_seen_at, 'lastSeenAt', last_seen_at, 'places', places) order by ${order})
        from page join told using (handle)), '[]') as rows`);
    const { rows, total } = z.object({ rows: z.array(CredentialRow), total: z.number() }).parse(found);
    return { rows: rows.map((row) => ({ ...row, revocation: revocationOf(row.kind, row.provider) })), total };
  });
}
