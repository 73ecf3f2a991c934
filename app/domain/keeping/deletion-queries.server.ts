import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { type DeletionState, deletionState, lapsesAt } from "#app/domain/keeping/deletion-rules.ts";
import { organizationDeletion } from "#app/domain/keeping/deletion-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

export type OpenDeletion = {
  id: string;
  state: DeletionState;
  requestedBy: string;
  isMine: boolean;
  requestedAt: Date;
  lapsesAt: Date;
  dueAt: Date | null;
};

/** The open deletion of the organization, if there is one that still counts. */
export function findDeletion(ctx: Ctx): Promise<OpenDeletion | null> {
  permit(ctx, "organization.delete");
  return inTransaction(ctx, async (tx) => {
    const row = await findOpenRow(tx, ctx);
    if (!row) return null;
    const state = deletionState(row, ctx.now);
    if (state === "lapsed") return null;
    const [requester] = await tx
      .select({ name: member.name, accountId: member.accountId })
      .from(member)
      .where(and(inOrg(ctx, member), eq(member.id, row.requestedBy)));
    const { id, requestedAt, dueAt } = row;
    return {
      id,
      state,
      requestedBy: requester?.name ?? "Somebody",
      isMine: ctx.actor.kind === "member" && ctx.actor.accountId === requester?.accountId,
      requestedAt,
      lapsesAt: lapsesAt(row),
      dueAt,
    };
  });
}

/** The same with what a person needs to decide: the name to type and how many owners there are. */
export async function getDeletionPlan(ctx: Ctx) {
  permit(ctx, "organization.delete");
  return inTransaction(ctx, async (tx) => {
    const { id, name } = await getOwnRow(tx, ctx);
    const owners = await findOwners(tx, ctx);
    return { id, name, owners: owners.length, deletion: await findDeletion({ ...ctx, tx }) };
  });
}

export async function getOwnRow(tx: Transaction, ctx: Ctx): Promise<{ id: string; name: string }> {
  const { id, name } = organization;
  const [found] = await tx.select({ id, name }).from(organization).where(eq(id, ctx.orgId));
  if (!found) throw new NotFound("organization");
  return found;
}

export async function findOpenRow(tx: Transaction, ctx: Ctx, how: "read" | "lock" = "read") {
  const query = tx
    .select()
    .from(organizationDeletion)
    .where(and(inOrg(ctx, organizationDeletion), isNull(organizationDeletion.cancelledAt)));
  const [row] = await (how === "lock" ? query.for("update") : query);
  return row;
}

/** The one that was looked at, locked. Throws NotFound when it is none of this organization. */
export async function getDeletionToChange(tx: Transaction, ctx: Ctx, deletionId: string) {
  const [row] = await tx
    .select()
    .from(organizationDeletion)
    .where(and(inOrg(ctx, organizationDeletion), eq(organizationDeletion.id, deletionId)))
    .for("update");
  if (!row) throw new NotFound("deletion");
  return row;
}

/** The active owners, among `ids` when given, locked so that none is removed meanwhile. */
export async function findOwners(tx: Transaction, ctx: Ctx, ids?: readonly string[]) {
  const query = tx
    .select({ id: member.id, accountId: member.accountId })
    .from(member)
    .where(
      and(
        inOrg(ctx, member),
        isNull(member.removedAt),
        eq(member.role, "owner"),
        ids ? inArray(member.id, [...ids]) : undefined,
      ),
    )
    .orderBy(member.id);
  return ids ? query.for("update") : query;
}

/** Whether everybody who wanted it is an owner still; the operator stays one. */
export async function findWhetherStillWanted(
  tx: Transaction,
  ctx: Ctx,
  row: { requestedBy: string; confirmedBy: string | null },
): Promise<boolean> {
  const wanted = row.confirmedBy ? [row.requestedBy, row.confirmedBy] : [row.requestedBy];
  return (await findOwners(tx, ctx, wanted)).length === wanted.length;
}
