import { sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import {
  type InvitationState,
  invitationState,
  type WayIn,
  wayIn,
} from "#app/domain/identity/invitation-rules.ts";
import { findAccount } from "#app/domain/identity/place-account.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";

type Row = {
  org_id: string;
  org_slug: string;
  org_name: string;
  invitation_id: string;
  email: string;
  name: string;
  role: string;
  expires_at: string;
  accepted_at: string | null;
  revoked_at: string | null;
  by_mail: boolean;
};

export type OpenedInvitation = {
  id: string;
  orgId: string;
  org: { slug: string; name: string };
  email: string;
  name: string;
  role: string;
  expiresAt: Date;
  state: InvitationState;
  /** Opened by the link in the mail, which nobody but the mailbox was given. */
  byMail: boolean;
};

/** The invitation a link opens, whatever its state; undefined when no link looks like this. */
export async function findInvitation(
  edge: { db: Database; now: Date },
  token: string,
): Promise<OpenedInvitation | undefined> {
  const [row] = await edge.db.execute<Row>(sql`select * from lookup_invitation(${hashSecret(token)})`);
  if (!row) return undefined;
  const date = (text: string | null) => (text === null ? null : new Date(text));
  const expiresAt = new Date(row.expires_at);
  const dates = { expiresAt, acceptedAt: date(row.accepted_at), revokedAt: date(row.revoked_at) };
  return {
    id: row.invitation_id,
    orgId: row.org_id,
    org: { slug: row.org_slug, name: row.org_name },
    email: row.email,
    name: row.name,
    role: row.role,
    expiresAt,
    state: invitationState(dates, edge.now),
    byMail: row.by_mail,
  };
}

/** What accepting takes from whoever opened the link. `signedInAs` is an account's id. */
export function findWayIn(
  edge: { db: Database },
  opened: OpenedInvitation,
  signedInAs: string | null,
): Promise<WayIn> {
  return inTransaction({ db: edge.db, orgId: opened.orgId }, async (tx) => {
    const account = await findAccount(tx, opened.email);
    const [made] = await tx.execute<{ by_operator: boolean }>(
      sql`select invited_by is null as by_operator from invitation where org_id = ${opened.orgId} and id = ${opened.id}`,
    );
    return wayIn({ account, madeByOperator: made?.by_operator ?? false, byMail: opened.byMail, signedInAs });
  });
}
