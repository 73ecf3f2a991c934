import type { JobPayload } from "#app/db/queue.server.ts";
import { addressProofMail } from "#app/domain/identity/account-mail-words.ts";
import { giveLinkToken } from "#app/domain/identity/give-link-token.server.ts";
import { deliverToAccount } from "./deliver-to-account.server.ts";
import type { JobWorld } from "./job-world.ts";

/** Mails the link by which an address is verified, unless it was verified, replaced or too late meanwhile. */
export async function mailAddressProof(
  world: JobWorld,
  payload: JobPayload<"mail_address_proof">,
): Promise<void> {
  const link = await giveLinkToken({ db: world.db, now: world.now() }, payload);
  if (link) await deliverToAccount(world, payload.accountId, addressProofMail(link, world.publicUrl));
}
