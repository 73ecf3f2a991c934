import { z } from "zod";
import { FINDING_RULES, FINDING_SEVERITIES, STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { CoverageDay, getCoverage } from "#app/domain/overview/coverage-queries.server.ts";
import { NEXT_STEPS } from "#app/domain/overview/next-step-rules.ts";
import { getOverview } from "#app/domain/overview/overview-queries.server.ts";
import { permitScope, requireMember } from "#app/domain/permit.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const Day = z.iso.date();
const facts = { tag: "Overview", auth: "member", method: "GET", scope: "read", status: 200 } as const;
const PerStanding = z.partialRecord(z.enum(STANDINGS), z.number());

const OverviewShape = z.object({
  installations: z.number(),
  servers: z.number(),
  people: z.number(),
  devices: z.number(),
  silentDevices: z.number(),
  unreadFiles: z.number(),
  /** Null: no device ever reported, so nothing is known. */
  lastReportAt: Instant.nullable(),
  /** Installations per standing. */
  standings: PerStanding,
  /** Servers with at least one installation of that standing. */
  serverStandings: PerStanding,
  requests: z.object({
    undecided: z.number(),
    pastDue: z.number(),
    oldestAt: Instant.nullable(),
    medianAgeMs: z.number().nullable(),
  }),
  endingGrants: z.number(),
  findings: z.array(
    z.object({
      rule: z.enum(FINDING_RULES),
      severity: z.enum(FINDING_SEVERITIES).nullable(),
      installations: z.number(),
      /** Of rules on devices as a whole. */
      devices: z.number(),
    }),
  ),
  next: z.array(z.object({ kind: z.enum(NEXT_STEPS), count: z.number() })),
});

export const overviewOperations: Operation[] = [
  operation({
    ...facts,
    path: "/overview",
    operationId: "getOverview",
    summary: "Where things stand and what is next, over what the caller may see",
    response: OverviewShape,
    run: async (ctx) => {
      permitScope(ctx, "inventory.read_own", "read");
      const { inventory, requests, ending, findings, next } = await getOverview(requireMember(ctx));
      return { ...inventory, requests, endingGrants: ending.total, findings, next };
    },
  }),
  operation({
    ...facts,
    path: "/coverage",
    operationId: "getCoverage",
    summary: "Coverage per day, of the organization or of one team",
    description:
      "Days are counted once, right after they end in the organization's time zone. A day in `missing` was not counted: it is unknown, not zero. Without a span: the last 90 days.",
    query: z.strictObject({ from: Day.optional(), to: Day.optional(), team: Id.optional() }),
    response: z.object({
      timeZone: z.string(),
      from: Day,
      to: Day,
      days: z.array(CoverageDay),
      missing: z.array(Day),
    }),
    run: (ctx, { query }) => getCoverage(ctx, query),
  }),
];
