import type { Transaction } from "#app/db/client.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { addMember } from "#app/domain/identity/add-member.server.ts";
import { applyGroups } from "#app/domain/identity/apply-groups.server.ts";
import type { ProvedPerson } from "#app/domain/identity/openid.ts";
import {
  keepIdentity,
  type LoadedArrival,
  noteIdentity,
} from "#app/domain/identity/openid-arrival.server.ts";
import type { LoadedProvider } from "#app/domain/identity/openid-queries.server.ts";
import { roleAfterSignIn, teamsAfterSignIn } from "#app/domain/identity/openid-rules.ts";
import { personName } from "#app/domain/identity/person-name.ts";
import { placeAccount } from "#app/domain/identity/place-account.server.ts";

type Found = { provider: LoadedProvider; person: ProvedPerson; arrival: LoadedArrival };
export type LetIn = { accountId: string; identityId: string; enters: boolean };

/**
 * Makes somebody new a member, or links a member and gives them what their groups give, inside a verb's transaction that
 * has asked the rules. Undefined for somebody new whom no group lets in: nothing of them is kept.
 */
export async function letInByOpenid(tx: Transaction, ctx: Ctx, found: Found): Promise<LetIn | undefined> {
  const { provider, person, arrival } = found;
  const { memberId } = arrival;
  if (memberId === null) return makeMember(tx, ctx, found);
  const accountId = arrival.accountId ?? "";
  const link = { issuer: provider.issuer, subject: person.subject, accountId };
  const identityId = arrival.identityId ?? (await keepIdentity(tx, ctx, link));
  if (arrival.identityId === null) {
    await recordAudit(tx, ctx, {
      verb: "member.link_openid",
      target: { kind: "member", id: memberId },
      touched: [{ kind: "openid_identity", id: identityId }],
    });
  }
  const { enters } = await applyGroups(tx, ctx, { memberId, groups: person.groups, provider });
  await noteIdentity(tx, ctx, identityId, enters);
  return { accountId, identityId, enters };
}

async function makeMember(tx: Transaction, ctx: Ctx, found: Found): Promise<LetIn | undefined> {
  const { provider, person, arrival } = found;
  const { subject, email, groups } = person;
  const { issuer, gifts, defaultRole } = provider;
  const { role, enters } = roleAfterSignIn({ current: null, owners: 0, groups, gifts, defaultRole });
  if (!enters || email === null) return undefined;
  const name = personName(person.name, email);
  const account = arrival.accountId ?? (await placeAccount(tx, ctx, { email, name })).id;
  const identityId = await keepIdentity(tx, ctx, { issuer, subject, accountId: account });
  const teamIds = teamsAfterSignIn(groups, gifts, []).join;
  const { memberId } = await addMember(tx, ctx, { accountId: account, email, name, role, teamIds });
  await recordAudit(tx, ctx, {
    verb: "member.join_by_openid",
    target: { kind: "member", id: memberId },
    touched: [{ kind: "openid_identity", id: identityId }, ...teamIds.map((id) => ({ kind: "team", id }))],
    after: { role },
  });
  return { accountId: account, identityId, enters };
}
