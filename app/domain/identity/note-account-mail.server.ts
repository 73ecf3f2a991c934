import { and, eq } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { addressKey } from "#app/domain/identity/mail-address.ts";
import { noteMailOutcome } from "#app/domain/identity/note-mail-outcome.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { inEachOrganization } from "#app/domain/identity/record-account-change.server.ts";
import type { Delivery } from "#app/domain/mail.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };

/**
 * Remembers in each organization of a person whether their address takes mail, so that somebody there can have it mended:
 * who asked for the mail is told nothing. Organizations learn of the address they know, never of one that is only tried.
 */
export function noteAccountMail(
  edge: Edge,
  { accountId, to, delivery }: { accountId: string; to: string; delivery: Delivery },
): Promise<void> {
  return inAccount(edge.db, accountId, (tx) =>
    inEachOrganization(tx, edge, accountId, async (ctx) => {
      const [known] = await tx
        .select({ email: member.email })
        .from(member)
        .where(and(inOrg(ctx, member), eq(member.id, ctx.actor.memberId)));
      if (known && addressKey(known.email) === addressKey(to)) await noteMailOutcome(tx, ctx, to, delivery);
    }),
  );
}
