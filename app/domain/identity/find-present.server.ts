import { and, asc, gt, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { mailRefusal } from "#app/domain/identity/mail-refusal-tables.server.ts";
import type { Present } from "#app/domain/identity/member-import-rules.ts";
import { invitation, member, team } from "#app/domain/identity/organization-tables.server.ts";

const AT_ONCE = 1_000;
const MOST_TEAMS = 10_000;

/** What the lines of an import can meet: who of these addresses is a member, invited or refuses mail, and the teams, by name. */
export async function findPresent(
  tx: Transaction,
  ctx: MemberCtx,
  addresses: readonly string[],
): Promise<Present> {
  const members = new Set<string>();
  const invited = new Set<string>();
  const refused = new Map<string, string>();
  for (let at = 0; at < addresses.length; at += AT_ONCE) {
    const some = addresses.slice(at, at + AT_ONCE);
    const present = await tx
      .select({ email: member.email })
      .from(member)
      .where(and(inOrg(ctx, member), inArray(member.email, some), isNull(member.removedAt)));
    const open = await tx
      .select({ email: invitation.email })
      .from(invitation)
      .where(
        and(
          inOrg(ctx, invitation),
          inArray(invitation.email, some),
          isNull(invitation.acceptedAt),
          isNull(invitation.revokedAt),
          gt(invitation.expiresAt, ctx.now),
        ),
      );
    const bounced = await tx
      .select({ address: mailRefusal.address, why: mailRefusal.why })
      .from(mailRefusal)
      .where(and(inOrg(ctx, mailRefusal), inArray(mailRefusal.address, some)));
    for (const { address, why } of bounced) refused.set(address, why);
    for (const { email } of present) members.add(email);
    for (const { email } of open) invited.add(email);
  }
  const teams = await tx
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(and(inOrg(ctx, team), isNull(team.archivedAt)))
    .orderBy(asc(team.id))
    .limit(MOST_TEAMS);
  return {
    importer: ctx.actor.role,
    teams: new Map(teams.map((one) => [one.name.toLowerCase(), one])),
    members,
    invited,
    refused,
  };
}
