import type { JobPayload } from "#app/db/queue.server.ts";
import { findAccountNotice } from "#app/domain/identity/account-mail-queries.server.ts";
import { accountNotice } from "#app/domain/identity/account-mail-words.ts";
import { deliverToAccount } from "./deliver-to-account.server.ts";
import type { JobWorld } from "./job-world.ts";

/** Tells somebody what happened to their account. */
export async function mailAccountNotice(
  world: JobWorld,
  payload: JobPayload<"mail_account_notice">,
): Promise<void> {
  const facts = await findAccountNotice(world.db, payload);
  const mail = facts && accountNotice(facts, world.publicUrl);
  if (mail) await deliverToAccount(world, payload.accountId, mail);
}
