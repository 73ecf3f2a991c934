import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import type { AuditVerb } from "#app/domain/audit/audit-verbs.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx, MemberActor } from "#app/domain/context.ts";
import type { AccountEventKind } from "#app/domain/identity/account-event-words.ts";
import { isToldByMail } from "#app/domain/identity/account-mail-words.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { ROLES } from "#app/domain/permissions.ts";

/** What every organization of a person learns of their account: that it changed, never what stands in it. */
const VERBS: Partial<Record<AccountEventKind, AuditVerb>> = {
  "name.change": "member.rename",
  "address.change": "member.change_address",
  "password.change": "member.change_password",
  "password.reset": "member.reset_password",
  "totp.turn_on": "member.turn_on_authenticator",
  "totp.turn_off": "member.turn_off_authenticator",
  "passkey.add": "member.add_passkey",
  "passkey.remove": "member.remove_passkey",
  "recovery_codes.make": "member.make_recovery_codes",
};

type Edge = { db: Database; now: Date; from: string | null; requestId: string };
type Change = { accountId: string; kind: AccountEventKind };

/**
 * Remembers a change of an account, in the transaction of the change, walled to the account: one account event, one
 * audit event in each organization of the person, and a mail to them where the kind is one they are told of.
 */
export async function recordAccountChange(tx: Transaction, edge: Edge, change: Change): Promise<void> {
  const eventId = await recordAccountEvent(tx, edge, change);
  const verb = VERBS[change.kind];
  if (verb) {
    await inEachOrganization(tx, edge, change.accountId, (ctx) =>
      recordAudit(tx, ctx, { verb, target: { kind: "member", id: ctx.actor.memberId } }),
    );
  }
  if (isToldByMail(change.kind)) {
    await enqueue(tx, "mail_account_notice", { accountId: change.accountId, eventId });
  }
}

type Row = { org_id: string; member_id: string; member_name: string; role: string };

/** Does `work` in each organization of a person, as that member, inside one transaction walled to their account. */
export async function inEachOrganization(
  tx: Transaction,
  edge: Edge,
  accountId: string,
  work: (ctx: Ctx<MemberActor>) => Promise<void>,
): Promise<void> {
  const rows = await tx.execute<Row>(sql`
    select found.org_id, found.member_id, found.member_name, found.role
    from lookup_organizations_of(${accountId}) as listed
    cross join lateral lookup_membership(listed.slug, ${accountId}) as found
    order by found.org_id`);
  for (const row of rows) {
    const role = ROLES.find((known) => known === row.role);
    if (!role) throw new Error("A member has a role this version does not know.");
    await tx.execute(sql`select set_config('app.org_id', ${row.org_id}, true)`);
    const person = { memberId: row.member_id, accountId, name: row.member_name, role };
    const actor: MemberActor = { kind: "member", ...person, via: "session", provedAt: null, scopes: null };
    await work({ ...edge, tx, orgId: row.org_id, actor });
  }
  await tx.execute(sql`select set_config('app.org_id', '', true)`);
}
