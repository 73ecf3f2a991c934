import { z } from "zod";
import { AUDIT_VERBS, type AuditVerb } from "./audit-verbs.ts";

export const AUDIT_VERB_NAMES = Object.keys(AUDIT_VERBS).filter(isAuditVerb);

export function isAuditVerb(text: string): text is AuditVerb {
  return Object.hasOwn(AUDIT_VERBS, text);
}

/** Which events. Empty means all; every condition narrows. `from` counts itself, `to` does not. */
export const AuditFilter = z.strictObject({
  actor: z.union([z.uuid(), z.enum(["operator", "system"])], "A member's id, operator or system.").optional(),
  verb: z.string().refine(isAuditVerb, "There is no such action.").optional(),
  /** The id of what was acted upon. */
  target: z.uuid().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditPage = z.strictObject({
  /** The id the last page ended with. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});
export type AuditPage = z.infer<typeof AuditPage>;

/** One event as exported and as the API answers it. People are named by id only. */
export const AuditEventView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  verb: z.string(),
  actor: z.object({
    kind: z.enum(["member", "operator", "system"]),
    memberId: z.string().nullable(),
    via: z.string(),
  }),
  target: z.object({ kind: z.string(), id: z.string() }),
  touched: z.array(z.object({ kind: z.string(), id: z.string() })),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  batchId: z.string().nullable(),
  requestId: z.string(),
  from: z.string().nullable(),
});
export type AuditEventView = z.infer<typeof AuditEventView>;
