import { uuidv7 } from "uuidv7";
import { noteAccountMail } from "#app/domain/identity/note-account-mail.server.ts";
import type { Mail } from "#app/domain/mail.ts";
import type { JobWorld } from "./job-world.ts";

/** Sends a mail of somebody's own account and notes whether their address takes it. */
export async function deliverToAccount(world: JobWorld, accountId: string, mail: Mail): Promise<void> {
  const delivery = await world.deliver(mail);
  const edge = { db: world.db, now: world.now(), from: null, requestId: `job-${uuidv7()}` };
  await noteAccountMail(edge, { accountId, to: mail.to, delivery });
}
