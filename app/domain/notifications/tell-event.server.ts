import { inTransaction } from "#app/db/transaction.server.ts";
import { isToldVerb } from "#app/domain/audit/told-verbs.ts";
import type { Ctx } from "#app/domain/context.ts";
import { addNotices } from "#app/domain/notifications/add-notices.server.ts";
import {
  findAccountOf,
  findAudience,
  getToldEvent,
  idOf,
  type ToldEvent,
} from "#app/domain/notifications/audience-queries.server.ts";
import type { TellingRule } from "#app/domain/notifications/telling-rule.ts";
import { isStale, TELLING_RULES } from "#app/domain/notifications/telling-rules.ts";
import { type Reached, whoIsTold } from "#app/domain/notifications/told-people-rules.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Tells everybody an audit event concerns, each once, however often it is called for one event. Whom a notice reaches is
 * decided now: people who left meanwhile, and requests that wait on nobody any more, are left out.
 */
export function tellEvent(ctx: Ctx, eventId: string): Promise<{ told: number }> {
  permit(ctx, "audit.read");
  return inTransaction(ctx, async (tx) => {
    const event = await getToldEvent(tx, ctx, eventId);
    if (!isToldVerb(event.verb) || isStale(event.at, ctx.now)) return { told: 0 };
    const found: { rule: TellingRule; people: Reached[] }[] = [];
    for (const rule of TELLING_RULES[event.verb]) {
      if (rule.when && !rule.when(event)) continue;
      found.push({ rule, people: await findAudience(tx, ctx, rule.to, event) });
    }
    let told = 0;
    const others = TELLING_RULES[event.verb].some(({ evenActor }) => evenActor)
      ? null
      : await findAccountOf(tx, ctx, event.actorMemberId);
    for (const { rule, memberIds } of whoIsTold(found, others)) {
      told += await addNotices(tx, ctx, {
        memberIds,
        kind: rule.kind,
        subject: subjectOf(event, rule),
        actorMemberId: event.actorMemberId,
        facts: factsOf(event, rule),
        at: event.at,
        key: event.id,
        batch: event.batchId,
      });
    }
    return { told };
  });
}

function subjectOf(event: ToldEvent, rule: TellingRule): { kind: string; id: string } {
  const id = rule.about && idOf(event, rule.about);
  return rule.about && id ? { kind: rule.about, id } : { kind: event.targetKind, id: event.targetId };
}

function factsOf(event: ToldEvent, rule: TellingRule): Record<string, unknown> {
  const facts = Object.fromEntries((rule.facts ?? []).map((name) => [name, event.after?.[name] ?? null]));
  return event.actorKind === "operator" ? { ...facts, byOperator: true } : facts;
}
