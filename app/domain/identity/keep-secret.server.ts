import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { seal, unseal } from "#app/db/seal.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { sealedSecret } from "#app/domain/identity/secret-tables.server.ts";

/** Seals a secret an admin entered, inside the verb that uses it. Returns the id under which `readSecret` finds it. */
export async function keepSecret(
  tx: Transaction,
  ctx: Ctx,
  secret: { kind: string; text: string },
): Promise<string> {
  const id = uuidv7();
  await tx.insert(sealedSecret).values({
    orgId: ctx.orgId,
    id,
    kind: secret.kind,
    sealed: seal(secret.text, sealedPlace(ctx.orgId, id)),
    enteredBy: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
    enteredAt: ctx.now,
  });
  return id;
}

/** The secret itself, for the one connector that needs it; never for an answer. Throws NotFound. */
export async function readSecret(tx: Transaction, ctx: { orgId: string }, id: string): Promise<string> {
  const [row] = await tx
    .select({ sealed: sealedSecret.sealed })
    .from(sealedSecret)
    .where(and(inOrg(ctx, sealedSecret), eq(sealedSecret.id, id)));
  if (!row) throw new NotFound("sealed secret");
  return unseal(row.sealed, sealedPlace(ctx.orgId, id));
}

/** Forgets a secret that was replaced or is no longer used. */
export async function forgetSecret(tx: Transaction, ctx: { orgId: string }, id: string): Promise<void> {
  await tx.delete(sealedSecret).where(and(inOrg(ctx, sealedSecret), eq(sealedSecret.id, id)));
}

/** What a sealed secret belongs to: moved to another row it does not open. */
export function sealedPlace(orgId: string, id: string): string {
  return `sealed_secret ${orgId} ${id}`;
}
