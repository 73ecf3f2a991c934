import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { Stored } from "#app/domain/registries/entry-rules.ts";
import type { ListingDraft } from "#app/domain/registries/formats/registry-format.ts";
import { listingTerms } from "#app/domain/registries/listing-terms.ts";
import { markTrustOf } from "#app/domain/registries/mark-trust.server.ts";
import { rowsJson } from "#app/domain/registries/rows-json.ts";

type Import = { id: string; registryId: string; fileName: string | null };
type Fresh = { id: string; draft: ListingDraft; hash: string };

const StoredRow = z.object({
  id: z.string(),
  name: z.string(),
  edition: z.string(),
  hash: z.string(),
  seenIn: z.string(),
  isRemoved: z.boolean(),
});

/** The columns of `listing` that an entry fills, in the order of `COLUMNS`, from a JSON record called `r`. */
const RECORD = sql`r(id uuid, name text, edition text, version text, "versionOrder" text, status text,
  "statusMessage" text, "saidLatest" boolean, title text, description text, publisher text, repository text,
  website text, licence text, "publishedAt" timestamptz, "updatedAt" timestamptz, declared jsonb, touches text[],
  transports text[], hash text)`;
const COLUMNS = sql`version, version_order, status, status_message, said_latest, title, description,
  publisher, repository, website, licence, published_at, updated_at, declared, touches, transports, hash`;
const VALUES = sql`r.version, r."versionOrder", r.status, r."statusMessage", r."saidLatest", r.title, r.description,
  r.publisher, r.repository, r.website, r.licence, r."publishedAt", r."updatedAt", r.declared, r.touches, r.transports,
  r.hash`;

/** What is stored under the names of these entries, in every edition. */
export async function findStored(
  tx: Transaction,
  ctx: Ctx,
  registryId: string,
  drafts: readonly ListingDraft[],
): Promise<Stored[]> {
  if (drafts.length === 0) return [];
  const names = rowsJson([...new Set(drafts.map(({ name }) => name))]);
  const found = await tx.execute(sql`
    select l.* from json_array_elements_text(${names}::json) as n(name)
    cross join lateral (select one.id, one.name, one.edition, one.hash, one.seen_in as "seenIn",
      one.removed_at is not null as "isRemoved" from listing one
      where one.org_id = ${ctx.orgId} and one.registry_id = ${registryId} and one.name = n.name offset 0) l`);
  return z.array(StoredRow).parse([...found]);
}

export async function addListings(
  tx: Transaction,
  ctx: Ctx,
  of: Import,
  added: readonly { draft: ListingDraft; hash: string }[],
): Promise<void> {
  if (added.length === 0) return;
  const fresh = added.map((one) => ({ id: uuidv7(), ...one }));
  await tx.execute(sql`
    insert into listing (org_id, id, registry_id, name, edition, is_latest, first_seen_at, changed_at, seen_in, ${COLUMNS})
    select ${ctx.orgId}::uuid, r.id, ${of.registryId}::uuid, r.name, r.edition, true, ${ctx.now.toISOString()}::timestamptz,
      ${ctx.now.toISOString()}::timestamptz, ${of.id}::uuid, ${VALUES}
    from json_to_recordset(${recordsOf(fresh)}::json) as ${RECORD}`);
  await addParts(tx, ctx, fresh);
}

export async function changeListings(
  tx: Transaction,
  ctx: Ctx,
  of: Import,
  changed: readonly Fresh[],
): Promise<void> {
  if (changed.length === 0) return;
  const ids = rowsJson(changed.map(({ id }) => id));
  await forgetParts(tx, ctx, ids);
  await tx.execute(sql`
    update listing l set (changed_at, seen_in, removed_at, ${COLUMNS}) =
      (${ctx.now.toISOString()}::timestamptz, ${of.id}::uuid, null, ${VALUES})
    from json_to_recordset(${recordsOf(changed)}::json) as ${RECORD}
    where l.org_id = ${ctx.orgId} and l.id = r.id`);
  await addParts(tx, ctx, changed);
}

/** Nothing of them changed; that they were there is noted, so that what was not can be told. */
export async function keepListings(
  tx: Transaction,
  ctx: Ctx,
  of: Import,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  // an address speaks for what it said itself, and for nothing that came in a file
  const saidElsewhere = await tx.execute(sql`
    select l.id from json_array_elements_text(${rowsJson(ids)}::json) as k(id)
    join listing l on l.org_id = ${ctx.orgId} and l.id = k.id::uuid
    join registry_import i on i.org_id = ${ctx.orgId} and i.id = l.seen_in
    where (i.file_name is null) <> ${of.fileName === null}`);
  await markTrustOf(
    tx,
    ctx,
    z
      .array(z.object({ id: z.string() }))
      .parse([...saidElsewhere])
      .map(({ id }) => id),
  );
  await tx.execute(sql`
    update listing set seen_in = ${of.id} where org_id = ${ctx.orgId}
      and id in (select json_array_elements_text(${rowsJson(ids)}::json)::uuid)`);
}

function recordsOf(fresh: readonly Fresh[]): string {
  return rowsJson(fresh.map(({ id, hash, draft: { places: _, ...draft } }) => ({ id, hash, ...draft })));
}

async function addParts(tx: Transaction, ctx: Ctx, fresh: readonly Fresh[]): Promise<void> {
  const places = fresh.flatMap(({ id, draft }) =>
    draft.places.map((place, position) => ({ id, position, ...place })),
  );
  if (places.length > 0) {
    await tx.execute(sql`
      insert into listing_identity (org_id, listing_id, position, identity, transport, release, demands)
      select ${ctx.orgId}::uuid, r.id, r.position, r.identity, r.transport, r.release, r.demands
      from json_to_recordset(${rowsJson(places)}::json) as
        r(id uuid, position int, identity text, transport text, release text, demands jsonb)`);
  }
  const found = fresh.filter(({ draft }) => draft.saidLatest !== false);
  const terms = rowsJson(found.map(({ id, draft }) => ({ id, terms: listingTerms(draft) })));
  await tx.execute(sql`
    insert into listing_term (org_id, term, listing_id)
    select ${ctx.orgId}::uuid, t.term, r.id
    from json_to_recordset(${terms}::json) as r(id uuid, terms text[]), unnest(r.terms) as t(term)
    on conflict do nothing`);
}

const Words = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
});

/** The terms are found by what they were made of: an index by listing would cost every import more than this. */
async function forgetParts(tx: Transaction, ctx: Ctx, ids: string): Promise<void> {
  const before = await tx.execute(sql`
    select id, name, title, description from listing where org_id = ${ctx.orgId}
      and id in (select json_array_elements_text(${ids}::json)::uuid)`);
  const terms = z
    .array(Words)
    .parse([...before])
    .map(({ id, ...words }) => ({ id, terms: listingTerms(words) }));
  await tx.execute(sql`
    delete from listing_term lt
    using json_to_recordset(${rowsJson(terms)}::json) as r(id uuid, terms text[]), unnest(r.terms) as t(term)
    where lt.org_id = ${ctx.orgId} and lt.term = t.term and lt.listing_id = r.id`);
  await tx.execute(sql`
    delete from listing_identity where org_id = ${ctx.orgId}
      and listing_id in (select json_array_elements_text(${ids}::json)::uuid)`);
}
