import { z } from "zod";
import { acceptFinding } from "#app/domain/inventory/accept-finding.server.ts";
import { AcceptFindingInput } from "#app/domain/inventory/acceptance-inputs.ts";
import {
  FINDING_STATES,
  FindingFilter,
  getFinding,
  ListedFinding,
  listFindings,
} from "#app/domain/inventory/finding-list-queries.server.ts";
import { RULE_WORDS } from "#app/domain/inventory/findings/rule-words.ts";
import { FINDING_RULES, FINDING_SEVERITIES } from "#app/domain/inventory/inventory-words.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { withdrawAcceptance } from "#app/domain/inventory/withdraw-acceptance.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const tag = "Findings";

const Acceptance = ListedFinding.shape.acceptance.unwrap().extend({ acceptedAt: Instant, endsAt: Instant });

const Finding = ListedFinding.extend({
  firstSeenAt: Instant,
  resolvedAt: Instant.nullable(),
  acceptance: Acceptance.nullable(),
  /** Why the rule matters. */
  why: z.string(),
});

const Filters = z.strictObject({
  ...PageQuery.shape,
  cursor: z
    .string()
    .regex(/^\d{1,7}$/)
    .optional(),
  rule: z.enum(FINDING_RULES).optional(),
  severity: z.enum(FINDING_SEVERITIES).optional(),
  client: z.enum(CLIENTS).optional(),
  state: z.enum(FINDING_STATES).optional(),
});

const withWhy = (found: ListedFinding) => ({ ...found, why: RULE_WORDS[found.rule].why });

export const findingOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/findings",
    operationId: "listFindings",
    summary:
      "List findings on installations and devices one may see, the worst first; without `state`, the open ones",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    query: Filters,
    response: pageOf(Finding),
    run: async (ctx, { query: { limit, cursor, ...filter } }) => {
      const offset = Number(cursor ?? 0);
      const { rows, total } = await listFindings(ctx, FindingFilter.parse(filter), { limit, offset });
      const next = offset + rows.length;
      return { rows: rows.map(withWhy), nextCursor: next < total ? String(next) : null };
    },
  }),
  operation({
    method: "GET",
    path: "/findings/{findingId}",
    operationId: "getFinding",
    summary: "One finding with what to do about it and, when it is accepted now, by whom, why and until when",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    response: Finding,
    run: async (ctx, { params }) => withWhy(await getFinding(ctx, params.findingId)),
  }),
  operation({
    method: "POST",
    path: "/findings/{findingId}/acceptance",
    operationId: "acceptFinding",
    summary: "Accept a finding until a day, as it is, or its rule on the installation or the whole server",
    tag,
    auth: "member",
    scope: "grant",
    status: 201,
    body: AcceptFindingInput.omit({ findingId: true }),
    response: z.object({ acceptanceId: z.uuid(), findings: z.int(), endsAt: Instant }),
    example: { body: { reach: "finding", reason: "A test server without data", endsAt: "2026-12-20" } },
    run: (ctx, { params, body }) => acceptFinding(ctx, { ...params, ...body }),
  }),
  operation({
    method: "POST",
    path: "/acceptances/{acceptanceId}/withdrawal",
    operationId: "withdrawAcceptance",
    summary: "Withdraw an acceptance before its day: what it covered counts as open again",
    tag,
    auth: "member",
    scope: "grant",
    status: 200,
    response: z.object({ acceptanceId: z.uuid(), findings: z.int() }),
    run: (ctx, { params }) => withdrawAcceptance(ctx, { acceptanceId: params.acceptanceId }),
  }),
];
