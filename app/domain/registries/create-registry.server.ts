import { and, count, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit, requireMember } from "#app/domain/permit.ts";
import type { CreateRegistryInput } from "#app/domain/registries/registry-inputs.ts";
import { registry } from "#app/domain/registries/registry-tables.server.ts";

const MOST = 50;

/** Adds a registry; nothing is read before somebody starts an import or the sweep finds it due. */
export function createRegistry(unchecked: Ctx, input: CreateRegistryInput) {
  permit(unchecked, "registry.manage");
  const ctx = requireMember(unchecked);
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "registries");
    const id = input.id ?? uuidv7();
    const present = and(inOrg(ctx, registry), isNull(registry.removedAt));
    const [sentBefore] = await tx
      .select({ createdBy: registry.createdBy })
      .from(registry)
      .where(and(inOrg(ctx, registry), eq(registry.id, id)));
    if (sentBefore?.createdBy === ctx.actor.memberId) return { id };
    if (sentBefore) throw new Conflict("This form was sent already. Open it anew.");
    const [counted] = await tx.select({ registries: count() }).from(registry).where(present);
    if ((counted?.registries ?? 0) >= MOST) throw new Conflict(`There are ${MOST} registries already.`);
    const [named] = await tx
      .select({ id: registry.id })
      .from(registry)
      .where(and(present, eq(registry.name, input.name)))
      .limit(1);
    if (named) throw new Conflict("There is a registry of that name. Choose another name.");
    const { name, kind, schedule, address = null } = input;
    const made = { createdAt: ctx.now, createdBy: ctx.actor.memberId };
    await tx.insert(registry).values({ orgId: ctx.orgId, id, name, kind, address, schedule, ...made });
    await recordAudit(tx, ctx, {
      verb: "registry.create",
      target: { kind: "registry", id },
      after: { kind, schedule },
    });
    return { id };
  });
}
