import { inTransaction } from "#app/db/transaction.server.ts";
import {
  type AdvisorySeverity,
  MATCH_ANSWERS,
  type MatchAnswer,
} from "#app/domain/advisories/advisory-words.ts";
import { concernsOf, findCoverage, findEntries } from "#app/domain/advisories/concern-queries.server.ts";
import { withoutRepeats } from "#app/domain/advisories/match-rules.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

/** Listings told of at once: one page shows fewer. */
const LISTINGS_LIMIT = 100;
const MOST_PLACES = 20;
const MOST_SHOWN = 10;

type Listed = { id: string; places: readonly { identity: string; release: string | null }[] };

type ListedConcern = {
  advisoryId: string;
  osvId: string;
  severity: AdvisorySeverity;
  isMalicious: boolean;
  answer: MatchAnswer;
};

export type ListedConcerns = {
  /** False: of no package it is started from were advisories imported, so none found proves nothing. */
  isLooked: boolean;
  /** The malicious first, then what surely concerns it; at most 10 of `total`. */
  concerns: ListedConcern[];
  total: number;
};

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
    const all = listings.slice(0, LISTINGS_LIMIT).map(({ id, places }) => ({
      id,
      running: places
        .filter(({ identity }) => kinds.includes(identity.split(":")[0] ?? ""))
        .slice(0, MOST_PLACES)
        .map(({ identity, release }) => ({ package: identity, version: release, isDependency: false })),
    }));
    const packages = all.flatMap(({ running }) => running.map((one) => one.package));
    const { entries, isCut } = await findEntries(tx, ctx, packages);
    return Object.fromEntries(
      all.map(({ id, running }) => {
        const shown = withoutRepeats(concernsOf(running, entries)).map(shownConcern).sort(byWeight);
        const isLooked = running.length > 0 && !isCut;
        return [id, { isLooked, concerns: shown.slice(0, MOST_SHOWN), total: shown.length }];
      }),
    );
  });
}

function shownConcern({ advisoryId, osvId, severity, isMalicious, answer }: ListedConcern): ListedConcern {
  return { advisoryId, osvId, severity, isMalicious, answer };
}

function byWeight(one: ListedConcern, other: ListedConcern): number {
  const place = ({ isMalicious, answer }: ListedConcern) =>
    isMalicious ? -1 : MATCH_ANSWERS.indexOf(answer);
  return place(one) - place(other);
}
