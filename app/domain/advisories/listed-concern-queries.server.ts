import { inTransaction } from "#app/db/transaction.server.ts";
import type { AdvisorySeverity, MatchAnswer } from "#app/domain/advisories/advisory-words.ts";
import { findConcerns, findCoverage } from "#app/domain/advisories/concern-queries.server.ts";
import { withoutRepeats } from "#app/domain/advisories/match-rules.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import type { ListingDetail } from "#app/domain/registries/listing-queries.server.ts";
import { listAlternatives } from "#app/domain/trust/listing-trust-queries.server.ts";

/** Listings told of at once: one page shows fewer. */
const LISTINGS_LIMIT = 100;
const MOST_PLACES = 20;
const MOST_SHOWN = 10;

type Listed = { id: string; places: readonly { identity: string; release: string | null }[] };

export type ListedConcerns = {
  /** False: of no package it is started from were advisories imported, so none found proves nothing. */
  isLooked: boolean;
  /** The malicious first, at most 10 of `total`. */
  concerns: {
    advisoryId: string;
    osvId: string;
    severity: AdvisorySeverity;
    isMalicious: boolean;
    answer: MatchAnswer;
  }[];
  total: number;
};

/** Up to three servers for the same purpose that are safer, with why; none that an advisory concerns or may concern. */
export async function listSafeAlternatives(ctx: Ctx, than: ListingDetail) {
  const found = await listAlternatives(ctx, than);
  const known = await listListedConcerns(
    ctx,
    found.map(({ listing }) => listing),
  );
  return found.filter(({ id }) => known[id]?.concerns.every(({ answer }) => answer === "could_not_look"));
}

/**
 * The advisories that concern listed releases, before anybody runs them, by the listing's id. Only the packages themselves:
 * what comes with them was not looked at.
 * @param listings what one page shows; beyond the limit none are told of
 */
export function listListedConcerns(
  ctx: Ctx,
  listings: readonly Listed[],
): Promise<Record<string, ListedConcerns>> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const { kinds } = await findCoverage(tx, ctx);
    const found: Record<string, ListedConcerns> = {};
    for (const { id, places } of listings.slice(0, LISTINGS_LIMIT)) {
      const running = places
        .filter(({ identity }) => kinds.includes(identity.split(":")[0] ?? ""))
        .slice(0, MOST_PLACES)
        .map(({ identity, release }) => ({ package: identity, version: release, isDependency: false }));
      const { concerns, isCut } = await findConcerns(tx, ctx, running);
      const shown = withoutRepeats(concerns).map(({ advisoryId, osvId, severity, isMalicious, answer }) => ({
        advisoryId,
        osvId,
        severity,
        isMalicious,
        answer,
      }));
      found[id] = {
        isLooked: running.length > 0 && !isCut,
        concerns: shown.slice(0, MOST_SHOWN),
        total: shown.length,
      };
    }
    return found;
  });
}
