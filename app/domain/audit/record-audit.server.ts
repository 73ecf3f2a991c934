import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { auditEventId } from "#app/domain/audit/audit-event-id.server.ts";
import { type AuditFields, fieldProblem } from "#app/domain/audit/audit-fields.ts";
import { auditEvent } from "#app/domain/audit/audit-tables.server.ts";
import type { AuditVerb } from "#app/domain/audit/audit-verbs.ts";
import { isToldVerb } from "#app/domain/audit/told-verbs.ts";
import type { Actor, Ctx } from "#app/domain/context.ts";

export type AuditEntry = {
  verb: AuditVerb;
  /** The noun in the verb's name. */
  target: { kind: string; id: string };
  /** Other rows this call changed. */
  touched?: { kind: string; id: string }[];
  /** People by id only; never a secret, a key, a token, a name or free text: `audit-fields.ts` lists what may stand here. */
  before?: AuditFields;
  after?: AuditFields;
  batchId?: string;
};

/**
 * Writes the one audit event of a verb call, in the caller's transaction: no event, no change. With it goes the job that
 * tells whoever is to know. Throws for a field that is not listed or holds what it may not: whatever stood in the record
 * could never be erased.
 */
export async function recordAudit(tx: Transaction, ctx: Ctx, entry: AuditEntry): Promise<void> {
  for (const side of [entry.before, entry.after]) {
    const problem = side ? fieldProblem(entry.target.kind, side) : null;
    if (problem) throw new Error(`${entry.verb}: ${problem}`);
  }
  const id = auditEventId(ctx.now);
  await tx.insert(auditEvent).values({
    orgId: ctx.orgId,
    id,
    at: ctx.now,
    verb: entry.verb,
    actorKind: ctx.actor.kind,
    actorMemberId: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
    actorVia: via(ctx.actor),
    targetKind: entry.target.kind,
    targetId: entry.target.id,
    touched: entry.touched ?? [],
    before: entry.before ?? null,
    after: entry.after ?? null,
    batchId: entry.batchId ?? null,
    requestId: ctx.requestId,
    from: ctx.from,
  });
  if (isToldVerb(entry.verb)) await enqueue(tx, "tell", { orgId: ctx.orgId, eventId: id });
}

function via(actor: Actor): string {
  if (actor.kind === "operator") return "operator";
  if (actor.kind === "system" && actor.scimTokenId) return `scim_token:${actor.scimTokenId}`;
  if (actor.kind === "system") return `job:${actor.job}`;
  if (actor.via === "api_key") return `api_key:${actor.apiKeyId}`;
  if (actor.via === "device_key") return `device_key:${actor.deviceId}`;
  return "session";
}
