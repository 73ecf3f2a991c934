import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import {
  type ListedConcerns,
  listListedConcerns,
} from "#app/domain/advisories/listed-concern-queries.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import {
  type Alternative,
  purposeWords,
  saferAlternatives,
} from "#app/domain/registries/alternative-rules.ts";
import { type ListingDetail, listListingDetails } from "#app/domain/registries/listing-queries.server.ts";

const MOST_CANDIDATES = 10;
const Candidate = z.object({ id: z.string() });

/**
 * Up to three listed servers for the same purpose that are safer, with why; none whose name is odd, and none that an
 * advisory concerns or may concern.
 */
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
  const alike = await listListingDetails(
    ctx,
    ids.map(({ id }) => id),
  );
  const concerns = await listListedConcerns(ctx, alike);
  const candidates = alike.filter(({ id, remarks }) => remarks.length === 0 && isClear(concerns[id]));
  const trusted = (one: ListingDetail) => ({ ...one, trust: one.trust?.score ?? null });
  const safer = saferAlternatives(trusted(than), candidates.map(trusted));
  return safer.flatMap((one) => {
    const listing = candidates.find(({ id }) => id === one.id);
    return listing ? [{ ...one, listing }] : [];
  });
}

function isClear(known: ListedConcerns | undefined): boolean {
  return known?.concerns.every(({ answer }) => answer === "could_not_look") ?? false;
}
