import type { JobPayload } from "#app/db/queue.server.ts";
import { findFormerAddress } from "#app/domain/identity/account-mail-queries.server.ts";
import { formerAddressMail } from "#app/domain/identity/account-mail-words.ts";
import type { JobWorld } from "./job-world.ts";

/** Tells an address that an account is no longer signed in to with it. */
export async function mailFormerAddress(
  world: JobWorld,
  payload: JobPayload<"mail_former_address">,
): Promise<void> {
  const facts = await findFormerAddress(world.db, payload);
  if (facts) await world.deliver(formerAddressMail(facts, world.publicUrl));
}
