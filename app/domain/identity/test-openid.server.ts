import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { ProvedPerson } from "#app/domain/identity/openid.ts";
import { keepIdentity, loadArrival, noteIdentity } from "#app/domain/identity/openid-arrival.server.ts";
import { findProviderRow } from "#app/domain/identity/openid-queries.server.ts";
import { isAllowedDomain, roleAfterSignIn } from "#app/domain/identity/openid-rules.ts";
import { openidProvider } from "#app/domain/identity/openid-tables.server.ts";
import type { OpenidRefusal } from "#app/domain/identity/openid-words.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type OpenidTest = { outcome: "tested"; role: Role } | { outcome: "refused"; why: OpenidRefusal };

/**
 * Notes that the member who acts came through the provider as themselves, and links them: after that they cannot lock
 * themselves out by requiring it. Says which role they would have; nothing of theirs is changed by a test.
 * @param email the address of the account that acts
 */
export function testOpenid(ctx: MemberCtx, person: ProvedPerson, email: string): Promise<OpenidTest> {
  permit(ctx, "sign_in.manage");
  return inTransaction(ctx, async (tx): Promise<OpenidTest> => {
    await takeTurn(tx, ctx, `openid ${person.subject}`);
    const provider = await findProviderRow(tx, ctx, { lock: true });
    if (!provider) return { outcome: "refused", why: "entrance" };
    const arrival = await loadArrival(tx, ctx, provider, person);
    const { accountId, memberId } = ctx.actor;
    if (arrival.linkedTo === null && person.email === null) return { outcome: "refused", why: "unverified" };
    if (arrival.accountId !== accountId) return { outcome: "refused", why: "not_you" };
    if (arrival.account?.isTaken) return { outcome: "refused", why: "other_subject" };
    if (!isAllowedDomain(person.email ?? email, provider.domains))
      return { outcome: "refused", why: "domain" };
    const { member, owners } = await loadMemberToManage(tx, ctx, memberId);
    const { gifts, defaultRole, issuer } = provider;
    const facts = { current: member.role, owners, groups: person.groups, gifts, defaultRole };
    const { role, enters } = roleAfterSignIn(facts);
    if (!enters) return { outcome: "refused", why: "no_group" };
    const link = { issuer, subject: person.subject, accountId };
    const identityId = arrival.identityId ?? (await keepIdentity(tx, ctx, link));
    await noteIdentity(tx, ctx, identityId, true);
    const tested = { testedAt: ctx.now, testedBy: memberId };
    await tx.update(openidProvider).set(tested).where(inOrg(ctx, openidProvider));
    await recordAudit(tx, ctx, {
      verb: "openid_provider.test",
      target: { kind: "openid_provider", id: provider.id },
      touched: [{ kind: "openid_identity", id: identityId }],
      after: { role },
    });
    return { outcome: "tested", role };
  });
}
