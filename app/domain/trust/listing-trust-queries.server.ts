import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import {
  type Alternative,
  purposeWords,
  saferAlternatives,
} from "#app/domain/registries/alternative-rules.ts";
import { type ListingDetail, listListingDetails } from "#app/domain/registries/listing-queries.server.ts";
import type { TrustBand } from "#app/domain/registries/listing-words.ts";
import { readServerTrust } from "#app/domain/trust/trust-queries.server.ts";

export type Proven = { score: number; possible: number };

const MOST_SERVERS = 200;
const MOST_CANDIDATES = 10;
const HIGH = 70;
const MIDDLE = 40;

/** What of the trust in these servers is proven; servers nobody here knows have none. At most 200 are looked at. */
export function findProven(ctx: Ctx, serverIds: readonly (string | null)[]): Promise<Map<string, Proven>> {
  permit(ctx, "catalog.read");
  const wanted = [...new Set(serverIds.filter((id) => id !== null))].slice(0, MOST_SERVERS);
  return inTransaction(ctx, async (tx) => {
    const proven = new Map<string, Proven>();
    for (const id of wanted) {
      const { score } = await readServerTrust(tx, ctx, id);
      proven.set(id, { score: score.score, possible: score.possible });
    }
    return proven;
  });
}

function bandOf(score: number): TrustBand {
  if (score >= HIGH) return "high";
  return score >= MIDDLE ? "middle" : "low";
}

const Server = z.object({ id: z.string() });

/** The servers of the organization that a registry lists and whose trust is in this band, of the first 200. */
export async function findListedInBand(ctx: Ctx, band: TrustBand): Promise<string[]> {
  permit(ctx, "catalog.read");
  const rows = await inTransaction(ctx, (tx) =>
    tx.execute(sql`select s.id from server s where s.org_id = ${ctx.orgId} and exists (
      select 1 from listing_identity li where li.org_id = ${ctx.orgId} and li.identity = s.identity)
      order by s.id limit ${MOST_SERVERS}`),
  );
  const ids = z.array(Server).parse([...rows]);
  if (band === "unknown") return ids.map(({ id }) => id);
  const proven = await findProven(
    ctx,
    ids.map(({ id }) => id),
  );
  return [...proven].flatMap(([id, { score }]) => (bandOf(score) === band ? id : []));
}

const Candidate = z.object({ id: z.string() });

/** Up to three listed servers for the same purpose that are safer, with why. */
export async function listAlternatives(
  ctx: Ctx,
  than: ListingDetail,
): Promise<(Alternative & { listing: ListingDetail })[]> {
  permit(ctx, "catalog.read");
  const words = JSON.stringify(purposeWords(than));
  const found = await inTransaction(ctx, (tx) =>
    tx.execute(sql`
      select l.id from (
        select lt.listing_id, count(*) as shared from listing_term lt
        where lt.org_id = ${ctx.orgId} and lt.term in (select json_array_elements_text(${words}::json))
        group by 1 having count(*) >= 2) near
      join listing l on l.org_id = ${ctx.orgId} and l.id = near.listing_id
      where l.is_latest and l.removed_at is null and l.id <> ${than.id}
      order by near.shared desc, l.id limit ${MOST_CANDIDATES}`),
  );
  const ids = z.array(Candidate).parse([...found]);
  const candidates = await listListingDetails(
    ctx,
    ids.map(({ id }) => id),
  );
  const proven = await findProven(
    ctx,
    [than, ...candidates].map(({ serverId }) => serverId),
  );
  const trusted = (one: ListingDetail) => ({
    ...one,
    trust: one.serverId === null ? null : (proven.get(one.serverId)?.score ?? null),
  });
  const safer = saferAlternatives(trusted(than), candidates.map(trusted));
  return safer.flatMap((one) => {
    const listing = candidates.find(({ id }) => id === one.id);
    return listing ? [{ ...one, listing }] : [];
  });
}
