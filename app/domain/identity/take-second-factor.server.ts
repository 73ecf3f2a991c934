import type { Transaction } from "#app/db/client.server.ts";
import { checkPasskey, type PasskeyAnswer } from "#app/domain/identity/check-passkey.server.ts";
import { authenticatorCode } from "#app/domain/identity/recovery-code-rules.ts";
import { takeRecoveryCode } from "#app/domain/identity/recovery-codes.server.ts";
import { takeTotpCode } from "#app/domain/identity/totp.server.ts";

type Edge = { now: Date; from: string | null; requestId: string };

/** Whether a code or a passkey's answer is the account's second factor; uses it up, in a transaction walled to the account. */
export async function takeSecondFactor(
  tx: Transaction,
  edge: Edge,
  accountId: string,
  given: { code?: string; passkey?: PasskeyAnswer },
): Promise<boolean> {
  if (given.passkey) {
    return checkPasskey(tx, edge, { accountId, answer: given.passkey, mustVerifyUser: false });
  }
  if (!given.code) return false;
  const code = authenticatorCode(given.code);
  if (code) return takeTotpCode(tx, edge.now, { accountId, code, isConfirmed: true });
  return takeRecoveryCode(tx, edge, { accountId, text: given.code });
}
