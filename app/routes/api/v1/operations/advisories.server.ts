import { z } from "zod";
import { AdvisoryFilter } from "#app/domain/advisories/advisory-inputs.ts";
import { AdvisoryRow, getAdvisory, listAdvisories } from "#app/domain/advisories/advisory-queries.server.ts";
import { ADVISORY_SEVERITIES, MATCH_ANSWERS } from "#app/domain/advisories/advisory-words.ts";
import { countDueReleases, listMatches, MatchRow } from "#app/domain/advisories/match-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const Listed = z.object({
  ...AdvisoryRow.shape,
  id: Id,
  modifiedAt: Instant,
  withdrawnAt: Instant.nullable(),
});

const Advisory = Listed.omit({ packages: true, releases: true, affected: true }).extend({
  aliases: z.array(z.string()),
  vector: z.string().nullable(),
  publishedAt: Instant.nullable(),
  packages: z.array(
    z.object({
      package: z.string(),
      ecosystem: z.string(),
      name: z.string(),
      ranges: z.array(
        z.object({ type: z.string(), events: z.array(z.object({ kind: z.string(), version: z.string() })) }),
      ),
      versions: z.array(z.string()),
      isCut: z.boolean().meta({ description: "There are more than are shown" }),
    }),
  ),
});

const Match = z.object({
  ...MatchRow.shape,
  id: Id,
  advisoryId: Id,
  serverId: Id,
  release: z.string().meta({ description: "Empty where installations name none" }),
  firstSeenAt: Instant,
  installations: z.number().meta({ description: "Present ones of this release that you may see" }),
});

const facts = { tag: "Advisories", auth: "member" } as const;
export const advisoryOperations: Operation[] = [
  operation({
    ...facts,
    scope: "read",
    method: "GET",
    path: "/advisories",
    operationId: "listAdvisories",
    summary: "List advisories, the newest first",
    status: 200,
    query: PageQuery.extend({
      q: z.string().max(200).optional(),
      severity: z.enum(ADVISORY_SEVERITIES).optional(),
      concerns: z.enum(["here", "all"]).optional(),
    }),
    response: pageOf(Listed),
    run: (ctx, { query: { limit, cursor, ...filter } }) =>
      listAdvisories(ctx, AdvisoryFilter.parse(filter), {
        limit,
        cursor: z.uuid().optional().catch(undefined).parse(cursor),
      }),
  }),
  operation({
    ...facts,
    scope: "read",
    method: "GET",
    path: "/advisories/{advisoryId}",
    operationId: "getAdvisory",
    summary: "An advisory with what it says of packages",
    status: 200,
    response: Advisory,
    run: (ctx, { params }) => getAdvisory(ctx, params.advisoryId),
  }),
  operation({
    ...facts,
    scope: "read",
    method: "GET",
    path: "/advisory-matches",
    operationId: "listMatches",
    summary: "List releases of servers here that advisories concern, the malicious first",
    description:
      "`could_not_look` is an answer of its own: the advisory does not decide this release. `due` releases were not held against the advisories as they are now, so that nothing is said of them yet.",
    status: 200,
    query: PageQuery.extend({
      cursor: Id.optional(),
      server: Id.optional(),
      advisory: Id.optional(),
      malicious: z.enum(["true", "false"]).optional(),
      answer: z.enum(MATCH_ANSWERS).optional(),
    }),
    response: pageOf(Match).extend({ due: z.number().meta({ description: "Counted up to 10,000" }) }),
    run: async (ctx, { query: { malicious, limit, cursor, ...filter } }) => {
      const asked = { ...filter, malicious: malicious && malicious === "true" };
      return { ...(await listMatches(ctx, asked, { limit, cursor })), due: await countDueReleases(ctx) };
    },
  }),
];
