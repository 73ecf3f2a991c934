import { Conflict } from "#app/domain/errors.ts";
import { confirmDeletion } from "#app/domain/keeping/confirm-deletion.server.ts";
import { findDeletion } from "#app/domain/keeping/deletion-queries.server.ts";
import { operatorContext } from "#app/operator-context.server.ts";

/** The second yes where an organization has one owner only. Throws Conflict when nobody asked for it. */
export async function confirmAsOperator(organizationId: string): Promise<string> {
  const ctx = operatorContext(organizationId);
  const open = await findDeletion(ctx);
  if (!open) throw new Conflict(`No owner of ${organizationId} asks to delete it. Nothing was changed.`);
  const { dueAt } = await confirmDeletion(ctx, { deletionId: open.id });
  return `Confirmed. It is deleted from ${dueAt.toISOString()} on, unless an owner cancels it before.\n`;
}
