import { and, inArray } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Forbidden, Invalid, NotFound } from "#app/domain/errors.ts";
import { forgetSecret, keepSecret } from "#app/domain/identity/keep-secret.server.ts";
import type { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { findProviderRow, type LoadedProvider } from "#app/domain/identity/openid-queries.server.ts";
import { whoMaySetProvider } from "#app/domain/identity/openid-rules.ts";
import { openidGroup, openidProvider } from "#app/domain/identity/openid-tables.server.ts";
import { openidTold } from "#app/domain/identity/openid-told.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Sets where members of the organization sign in, and what their groups there give. Whoever changes the issuer, client
 * or secret decides who can come in, so that takes a fresh proof, which no key can give; a new issuer never gets the old
 * secret. Throws FreshProofNeeded, Forbidden when somebody who is no owner saves a mapping to owner, NotFound for a team
 * that is not here, Invalid without a secret.
 */
export function setOpenidProvider(ctx: Ctx, input: SetOpenidProviderInput): Promise<{ issuer: string }> {
  permit(ctx, "sign_in.manage");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "openid_provider");
    const before = await findProviderRow(tx, ctx, { lock: true });
    const movesTrust =
      input.issuer !== before?.issuer || input.clientId !== before.clientId || Boolean(input.clientSecret);
    const isKey = ctx.actor.kind === "member" && ctx.actor.via !== "session";
    if (movesTrust || !isKey) requireFreshProof(ctx);
    const why = whoMaySetProvider(capability(ctx.actor).role, [...input.groups, ...(before?.gifts ?? [])]);
    if (why) throw new Forbidden(`${why} Nothing was changed.`);
    await refuseForeignTeams(tx, ctx, input);
    const secret = await secretFor(tx, ctx, input, before);
    const { issuer, clientId, scopes, groupClaim, domains, defaultRole, joins } = input;
    const row = {
      issuer,
      clientId,
      scopes: [...new Set(["openid", ...scopes])],
      groupClaim,
      domains,
      defaultRole,
      joins,
    };
    const id = before?.id ?? uuidv7();
    const trust = { ...secret, ...(movesTrust ? { trustedAt: ctx.now } : {}) };
    const fresh = { orgId: ctx.orgId, id, ...row, isRequired: false, trustedAt: ctx.now, ...secret };
    if (before)
      await tx
        .update(openidProvider)
        .set({ ...row, ...trust })
        .where(inOrg(ctx, openidProvider));
    else await tx.insert(openidProvider).values(fresh);
    if (before && before.secretId !== secret.secretId) await forgetSecret(tx, ctx, before.secretId);
    await tx.delete(openidGroup).where(inOrg(ctx, openidGroup));
    const gifts = input.groups.map((gift) => ({ orgId: ctx.orgId, id: uuidv7(), providerId: id, ...gift }));
    if (gifts.length > 0) await tx.insert(openidGroup).values(gifts);
    await recordAudit(tx, ctx, {
      verb: "openid_provider.set",
      target: { kind: "openid_provider", id },
      before: before ? openidTold(before, before.gifts) : {},
      after: { ...openidTold(row, input.groups), secret: input.clientSecret ? "replaced" : "kept" },
    });
    return { issuer };
  });
}

async function secretFor(
  tx: Transaction,
  ctx: Ctx,
  input: SetOpenidProviderInput,
  before: LoadedProvider | undefined,
): Promise<{ secretId: string; secretSetAt: Date }> {
  if (input.clientSecret) {
    const secretId = await keepSecret(tx, ctx, { kind: "openid_client", text: input.clientSecret });
    return { secretId, secretSetAt: ctx.now };
  }
  if (before?.issuer === input.issuer) return { secretId: before.secretId, secretSetAt: before.secretSetAt };
  const text = before
    ? "Enter the secret of the new provider: it never gets the old one's."
    : "Enter the client secret the provider gave you.";
  throw new Invalid("This was not saved. What you typed is kept, except the secret.", {
    clientSecret: [text],
  });
}

async function refuseForeignTeams(tx: Transaction, ctx: Ctx, { groups }: SetOpenidProviderInput) {
  const wanted = [...new Set(groups.flatMap((gift) => gift.teamId ?? []))];
  if (wanted.length === 0) return;
  const known = await tx
    .select({ id: team.id })
    .from(team)
    .where(and(inOrg(ctx, team), inArray(team.id, wanted)));
  if (known.length < wanted.length) throw new NotFound("team");
}
