import { eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import { account as accountTable } from "#app/domain/identity/account-tables.server.ts";
import { addMember } from "#app/domain/identity/add-member.server.ts";
import type { CreateOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { slugsFor } from "#app/domain/identity/organization-rules.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { asAccount, placeAccount } from "#app/domain/identity/place-account.server.ts";
import { permit } from "#app/domain/permit.ts";

export type CreatedOrganization = {
  organization: { id: string; slug: string; name: string };
  /** `hasPassword`: the person signs in as they do elsewhere; otherwise `resetSignIn` makes their link. */
  owner: { memberId: string; accountId: string; email: string; name: string; hasPassword: boolean };
  /** False when somebody signs in with that address already and nobody has proved that the mailbox is theirs. */
  isOwnerProved: boolean;
};

/**
 * Makes the organization `ctx.orgId` with its first owner, whose account is made without a password when the address
 * has none. For the operator and the system only. Throws Conflict when 50 organizations share the name.
 */
export function createOrganization(ctx: Ctx, input: CreateOrganizationInput): Promise<CreatedOrganization> {
  permit(ctx, "organization.manage");
  if (ctx.actor.kind === "member") {
    throw new Forbidden("Only the operator of this installation can create an organization.");
  }
  return inTransaction(ctx, async (tx) => {
    const slug = await insertUnderFreeSlug(tx, ctx, input);
    const email = input.ownerEmail;
    const name = input.ownerName ?? email.split("@")[0] ?? email;
    const account = await placeAccount(tx, ctx, { email, name });
    const owner = { accountId: account.id, email, name };
    const { memberId } = await addMember(tx, ctx, { ...owner, role: "owner", teamIds: [] });
    await recordAudit(tx, ctx, {
      verb: "organization.create",
      target: { kind: "organization", id: ctx.orgId },
      touched: [{ kind: "member", id: memberId }],
      after: { slug, name: input.name, timeZone: input.timeZone, isDemo: input.isDemo },
    });
    const [proved] = await asAccount(tx, account.id, () =>
      tx
        .select({ at: accountTable.emailVerifiedAt })
        .from(accountTable)
        .where(eq(accountTable.id, account.id)),
    );
    return {
      isOwnerProved: !account.hasPassword || Boolean(proved?.at),
      organization: { id: ctx.orgId, slug, name: input.name },
      owner: { memberId, ...owner, hasPassword: account.hasPassword },
    };
  });
}

async function insertUnderFreeSlug(
  tx: Transaction,
  ctx: Ctx,
  input: { name: string; timeZone: string; isDemo: boolean },
): Promise<string> {
  const { name, timeZone, isDemo } = input;
  for (const slug of slugsFor(name)) {
    const row = { id: ctx.orgId, slug, name, timeZone, isDemo, createdAt: ctx.now };
    // another organization's slug cannot be read from here, only run into
    const [made] = await tx
      .insert(organization)
      .values(row)
      .onConflictDoNothing({ target: organization.slug })
      .returning({ slug: organization.slug });
    if (made) return made.slug;
  }
  throw new Conflict(`Too many organizations are called ${name}. Choose another name.`);
}
