import type { JobPayload } from "#app/db/queue.server.ts";
import { resetMail } from "#app/domain/identity/account-mail-words.ts";
import { makeResetLink } from "#app/domain/identity/make-reset-link.server.ts";
import { deliverToAccount } from "./deliver-to-account.server.ts";
import type { JobWorld } from "./job-world.ts";

/** Mails a link to set a new password; does nothing for an account that does not exist. */
export async function mailPasswordReset(
  world: JobWorld,
  { accountId, requestId }: JobPayload<"mail_password_reset">,
): Promise<void> {
  const edge = { db: world.db, now: world.now(), from: null, requestId };
  const link = await makeResetLink(edge, accountId);
  if (link) await deliverToAccount(world, accountId, resetMail(link, world.publicUrl));
}
