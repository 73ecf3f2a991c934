import { z } from "zod";
import { AuditEventView, AuditFilter } from "#app/domain/audit/audit-inputs.ts";
import { listAuditEvents } from "#app/domain/audit/audit-queries.server.ts";
import { exportAudit } from "#app/domain/audit/export-audit.server.ts";
import { getText } from "#app/domain/audit/free-text-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { jsonLines } from "#app/http/json-lines.server.ts";
import { download } from "#app/http/respond.server.ts";

const Query = z.strictObject({
  ...AuditFilter.shape,
  ...PageQuery.shape,
  cursor: z.uuid().optional(),
});

export const auditOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/audit-events",
    operationId: "listAuditEvents",
    summary: "List audit events, newest first",
    description: "People are named by id. Filters narrow together; `from` counts itself, `to` does not.",
    tag: "Audit",
    auth: "member",
    scope: "audit",
    status: 200,
    query: Query,
    response: pageOf(AuditEventView),
    run: (ctx, { query: { limit, cursor, ...filter } }) =>
      listAuditEvents(ctx, filter, { limit, ...(cursor ? { cursor } : {}) }),
  }),
  operation({
    method: "GET",
    path: "/texts/{textId}",
    operationId: "getText",
    summary: "A reason or note that an audit event or a decision names by id",
    description:
      "The record holds the SHA-256 of salt and text, hex. Once its author was erased the text is replaced and salt and hash are null: the record still holds what it was.",
    tag: "Audit",
    auth: "member",
    scope: "audit",
    status: 200,
    response: z.object({
      id: z.uuid(),
      text: z.string(),
      salt: z.string().nullable(),
      hash: z.string().nullable(),
      authorId: z.uuid().nullable(),
      writtenAt: Instant,
      erasedAt: Instant.nullable(),
    }),
    run: (ctx, { params }) => getText(ctx, params.textId),
  }),
  operation({
    method: "GET",
    path: "/audit-events.jsonl",
    operationId: "exportAuditEvents",
    summary: "Export audit events as JSON Lines",
    description:
      "Every event that matches and is older than this call, one JSON object a line, newest first. Leaves one audit event with the filter and the count.",
    tag: "Audit",
    auth: "member",
    scope: "audit",
    status: 200,
    isJsonLines: true,
    query: AuditFilter,
    response: AuditEventView,
    run: async (ctx, { query }) => {
      const { pages } = await exportAudit(ctx, query);
      return download(
        jsonLines(pages),
        "application/jsonl",
        `audit-${ctx.now.toISOString().slice(0, 10)}.jsonl`,
      );
    },
  }),
];
