import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { RECOVERY_CODES, recoveryCodeText } from "#app/domain/identity/recovery-code-rules.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { recoveryCode } from "#app/domain/identity/sign-in-tables.server.ts";

type Edge = { now: Date; from: string | null; requestId: string };

// Crockford's base32: no letter looks like a digit
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Replaces an account's recovery codes by ten new ones of 80 random bits; only their hashes are stored. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  edge: Edge,
  accountId: string,
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join(""),
  );
  await tx.delete(recoveryCode).where(eq(recoveryCode.accountId, accountId));
  await tx
    .insert(recoveryCode)
    .values(codes.map((code) => ({ accountId, codeHash: hashSecret(code), createdAt: edge.now })));
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-"));
}

/** Whether `text` is one of the account's unused recovery codes; uses it up, once, and tells its owner by mail. */
export async function takeRecoveryCode(
  tx: Transaction,
  edge: Edge,
  { accountId, text }: { accountId: string; text: string },
): Promise<boolean> {
  const taken = await tx
    .update(recoveryCode)
    .set({ usedAt: edge.now })
    .where(
      and(
        eq(recoveryCode.accountId, accountId),
        eq(recoveryCode.codeHash, hashSecret(recoveryCodeText(text))),
        isNull(recoveryCode.usedAt),
      ),
    )
    .returning({ codeHash: recoveryCode.codeHash });
  if (taken.length === 0) return false;
  const eventId = await recordAccountEvent(tx, edge, { accountId, kind: "recovery_code.use" });
  await enqueue(tx, "mail_account_notice", { accountId, eventId });
  return true;
}
