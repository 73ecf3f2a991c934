import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { addressKey } from "#app/domain/identity/mail-address.ts";
import { mailRefusal } from "#app/domain/identity/mail-refusal-tables.server.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";

export type Recipient = {
  /** Sees what this member sees, to read only. */
  ctx: MemberCtx;
  address: string;
  /** The receiving side said never, and nobody let mail go there again. */
  isRefused: boolean;
  organization: { name: string; slug: string; timeZone: string };
};

/** An active member as somebody mail goes to; undefined for who left, and in a demo, where nobody is written to. */
export async function findRecipient(
  tx: Transaction,
  ctx: Ctx,
  memberId: string,
): Promise<Recipient | undefined> {
  const [row] = await tx
    .select({ who: member, org: organization })
    .from(member)
    .innerJoin(organization, eq(organization.id, member.orgId))
    .where(and(inOrg(ctx, member), eq(member.id, memberId), isNull(member.removedAt)));
  if (!row || row.org.isDemo) return undefined;
  const { who, org } = row;
  const [refusal] = await tx
    .select({ at: mailRefusal.refusedAt })
    .from(mailRefusal)
    .where(and(inOrg(ctx, mailRefusal), eq(mailRefusal.address, addressKey(who.email))));
  return {
    ctx: viewerOf(ctx, { id: who.id, accountId: who.accountId, role: who.role, name: who.name }),
    address: who.email,
    isRefused: refusal !== undefined,
    organization: { name: org.name, slug: org.slug, timeZone: org.timeZone },
  };
}

/** What a member would see, signed in: for reading on their behalf, never for an act of theirs. */
export function viewerOf(
  ctx: Ctx,
  who: { id: string; accountId: string; role: MemberCtx["actor"]["role"]; name: string },
): MemberCtx {
  const { id: memberId, accountId, role, name } = who;
  return {
    ...ctx,
    actor: { kind: "member", memberId, accountId, role, name, via: "session", provedAt: null, scopes: null },
  };
}
