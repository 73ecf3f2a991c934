import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { addMember } from "#app/domain/identity/add-member.server.ts";
import { placeAccount } from "#app/domain/identity/place-account.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { listPersons } from "#app/domain/provisioning/person-queries.server.ts";
import type { ProvisionedPerson } from "#app/domain/provisioning/provisioning-inputs.ts";
import { scimUser } from "#app/domain/provisioning/provisioning-tables.server.ts";
import { refuseUnproved } from "#app/domain/provisioning/refuse-unproved.server.ts";

/**
 * Makes somebody an identity provider names a member, in role member, without an invitation. Their account is the one
 * of the address, made without a password when there is none: they sign in as its owner by a mailed link or by the
 * provider. An account that exists gets a membership here and nothing else changes about it. Throws Conflict when
 * the user name or the address is somebody's here or nobody proved that an account with it is theirs, Invalid for somebody who is to be made inactive.
 */
export function provisionPerson(
  ctx: Ctx,
  input: ProvisionedPerson,
): Promise<{ id: string; memberId: string }> {
  permit(ctx, "provisioning.manage");
  if (!input.active) {
    throw new Invalid("Nobody was added: somebody inactive is nobody here. Send them once they are active.");
  }
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, `person ${input.userName.toLowerCase()}`);
    await takeTurn(tx, ctx, input.email);
    await refuseTaken({ ...ctx, tx }, input);
    const memberId = await join(tx, ctx, input);
    const { userName, email, givenName, familyName, externalId } = input;
    await tx.insert(scimUser).values({
      orgId: ctx.orgId,
      id: memberId,
      memberId,
      ...{ userName, email, givenName, familyName, externalId },
      createdAt: ctx.now,
      changedAt: ctx.now,
    });
    await recordAudit(tx, ctx, {
      verb: "member.provision",
      target: { kind: "member", id: memberId },
      after: { role: "member", personId: memberId },
    });
    return { id: memberId, memberId };
  });
}

async function refuseTaken(ctx: Ctx, { userName, email }: ProvisionedPerson): Promise<void> {
  const one = { offset: 0, limit: 0 };
  if ((await listPersons(ctx, { userName }, one)).total > 0) {
    throw new Conflict("Somebody here has this userName already. Nobody was added.");
  }
  if ((await listPersons(ctx, { email, active: true }, one)).total > 0) {
    throw new Conflict("Somebody here has this address already. Nobody was added.");
  }
}

async function join(tx: Transaction, ctx: Ctx, person: { email: string; name: string }): Promise<string> {
  const placed = await placeAccount(tx, ctx, person);
  await refuseUnproved(tx, ctx, placed.id);
  const { email, name } = person;
  const made = await addMember(tx, ctx, { accountId: placed.id, email, name, role: "member", teamIds: [] });
  return made.memberId;
}

/** Makes somebody who left a member again, as a new one; the provider's id of them stays. */
export function reprovisionPerson(ctx: Ctx, person: { id: string; email: string; name: string }) {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, person.email);
    const memberId = await join(tx, ctx, person);
    await tx
      .update(scimUser)
      .set({ memberId, changedAt: ctx.now })
      .where(and(inOrg(ctx, scimUser), eq(scimUser.id, person.id)));
    await recordAudit(tx, ctx, {
      verb: "member.provision",
      target: { kind: "member", id: memberId },
      after: { role: "member", personId: person.id },
    });
    return { id: person.id, memberId };
  });
}
