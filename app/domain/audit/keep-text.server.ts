import { createHash, randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { freeText } from "#app/domain/audit/free-text-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** What the record holds of a text. The hash is SHA-256 of salt and text, hex. */
export type KeptText = { id: string; hash: string };

/** Keeps what somebody wrote where it can be erased, in the caller's transaction. `about` is the target of its event. */
export async function keepText(
  tx: Transaction,
  ctx: Ctx,
  about: { kind: string; id: string },
  text: string,
): Promise<KeptText> {
  const id = uuidv7();
  const salt = randomBytes(32).toString("hex");
  await tx.insert(freeText).values({
    orgId: ctx.orgId,
    id,
    text,
    salt,
    authorId: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
    aboutKind: about.kind,
    aboutId: about.id,
    writtenAt: ctx.now,
  });
  return { id, hash: hashText(salt, text) };
}

/** The same, for a text that may be absent. */
export async function keepTextIfAny(
  tx: Transaction,
  ctx: Ctx,
  about: { kind: string; id: string },
  text: string | null | undefined,
): Promise<KeptText | null> {
  return text ? keepText(tx, ctx, about, text) : null;
}

export function hashText(salt: string, text: string): string {
  return createHash("sha256").update(salt).update(text).digest("hex");
}
