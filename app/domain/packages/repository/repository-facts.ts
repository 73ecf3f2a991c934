import { z } from "zod";
import { CLAIMED, Confirmation } from "./repository-confirmation.ts";

/** One question put to a repository: what it answered, or why nobody could look. */
const answered = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ value }), z.object({ why: z.string(), retryAt: z.string().nullable() })]);

export const RepositoryFacts = z.object({
  /** `github.com/owner/name` */
  place: z.string(),
  /** Whether the server is made there; facts from before anybody asked are a claim. */
  confirmation: Confirmation.default(CLAIMED),
  isPublic: answered(z.boolean()),
  isArchived: answered(z.boolean()),
  /** An SPDX name. */
  licence: answered(z.string()),
  lastCommitAt: answered(z.string().nullable()),
  releasesLastYear: answered(z.number()),
  /** The tag at which the source of the release looked at can be read; null: none of the usual ones is there. */
  tag: answered(z.string().nullable()),
  issues: answered(
    z.object({
      looked: z.number(),
      answered: z.number(),
      /** Half of them waited no longer; null: half are not answered, or there was none to look at. */
      medianHours: z.number().nullable(),
    }),
  ),
});
export type RepositoryFacts = z.infer<typeof RepositoryFacts>;

export type Asked<T> = { value: T } | { why: string; retryAt: string | null };

/** Why a repository told nothing at all, and when it may be asked again; undefined when it answered anything. */
export function silence({
  place: _,
  confirmation: __,
  ...asked
}: RepositoryFacts): { why: string; retryAt: Date | null } | undefined {
  const all: Asked<unknown>[] = Object.values(asked);
  if (all.some((one) => "value" in one)) return undefined;
  const [first] = all;
  if (!first || "value" in first) return undefined;
  return { why: first.why, retryAt: first.retryAt === null ? null : new Date(first.retryAt) };
}

/** An issue with the first word of somebody else than its author. */
export type AnsweredIssue = { openedAt: string; answeredAt: string | null };

/** The median wait over all that were looked at; those without an answer wait for ever. */
export function waitOf(issues: readonly AnsweredIssue[]) {
  const hours = issues
    .map(({ openedAt, answeredAt }) =>
      answeredAt === null
        ? Number.POSITIVE_INFINITY
        : Math.max(0, (Date.parse(answeredAt) - Date.parse(openedAt)) / 3_600_000),
    )
    .sort((a, b) => a - b);
  const median = hours[Math.floor((hours.length - 1) / 2)];
  return {
    looked: issues.length,
    answered: hours.filter(Number.isFinite).length,
    medianHours: median === undefined || !Number.isFinite(median) ? null : Math.round(median * 10) / 10,
  };
}

/** The tags a release is usually found under. */
export function tagsOf(name: string, version: string): string[] {
  const bare = name.slice(name.lastIndexOf("/") + 1);
  return [`v${version}`, version, `${name}@${version}`, `${bare}@${version}`, `${bare}-v${version}`];
}
