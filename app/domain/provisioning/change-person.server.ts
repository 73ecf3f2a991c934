import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { memberTerms } from "#app/domain/identity/member-terms.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { searchTerm } from "#app/domain/identity/search-tables.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { getPerson, listPersons, type Person } from "#app/domain/provisioning/person-queries.server.ts";
import { reprovisionPerson } from "#app/domain/provisioning/provision-person.server.ts";
import type { ProvisionedPerson } from "#app/domain/provisioning/provisioning-inputs.ts";
import { scimUser } from "#app/domain/provisioning/provisioning-tables.server.ts";

/**
 * Takes over what an identity provider says of a person. Inactive removes the member, by the one verb that does; active
 * again makes a new membership. The address they sign in with stays as it is. As it stands already: no change and no
 * event. Throws NotFound, Conflict for a user name that is taken and for the last owner.
 */
export function changePerson(ctx: Ctx, personId: string, input: ProvisionedPerson): Promise<Person> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const inside = { ...ctx, tx };
    await takeTurn(tx, ctx, `person ${personId}`);
    const before = await getPerson(inside, personId);
    if (before.userName.toLowerCase() !== input.userName.toLowerCase())
      await refuseTaken(tx, ctx, input.userName);
    const changed = FACTS.filter((fact) => before[fact] !== input[fact]);
    const leaves = before.active && !input.active;
    // a provider goes on asking after somebody it made leave, so the link is kept even when nothing else changed
    if (changed.length > 0 || leaves) await link(tx, ctx, before, input);
    if (changed.length > 0) await tellChange(tx, ctx, before, input, changed);
    if (leaves) await removeMember(inside, { memberId: before.memberId });
    if (!before.active && input.active) {
      await reprovisionPerson(inside, { id: personId, email: input.email, name: input.name });
    }
    return getPerson(inside, personId);
  });
}

const FACTS = ["userName", "email", "name", "givenName", "familyName", "externalId"] as const;

async function refuseTaken(tx: Transaction, ctx: Ctx, userName: string): Promise<void> {
  await takeTurn(tx, ctx, `person ${userName.toLowerCase()}`);
  const { total } = await listPersons({ ...ctx, tx }, { userName }, { offset: 0, limit: 0 });
  if (total > 0) throw new Conflict("Somebody here has this userName already. Nothing was changed.");
}

async function link(tx: Transaction, ctx: Ctx, before: Person, input: ProvisionedPerson): Promise<void> {
  const { userName, email, givenName, familyName, externalId } = input;
  const facts = { userName, email, givenName, familyName, externalId, changedAt: ctx.now };
  const own = { orgId: ctx.orgId, id: before.id, memberId: before.memberId, createdAt: before.createdAt };
  await tx
    .insert(scimUser)
    .values({ ...own, ...facts })
    .onConflictDoUpdate({ target: [scimUser.orgId, scimUser.id], set: facts });
}

async function tellChange(
  tx: Transaction,
  ctx: Ctx,
  before: Person,
  input: ProvisionedPerson,
  changed: readonly string[],
): Promise<void> {
  if (changed.includes("name")) await rename(tx, ctx, before, input.name);
  await recordAudit(tx, ctx, {
    verb: "member.change_provisioned",
    target: { kind: "member", id: before.memberId },
    after: { personId: before.id, changed },
  });
}

async function rename(tx: Transaction, ctx: Ctx, { memberId, active }: Person, name: string): Promise<void> {
  const [row] = await tx
    .update(member)
    .set({ name })
    .where(and(inOrg(ctx, member), eq(member.id, memberId)))
    .returning({ email: member.email });
  await tx.execute(sql`delete from search_term
    where org_id = ${ctx.orgId} and kind = 'member' and subject_id = ${memberId}`);
  if (!active || !row) return;
  const terms = memberTerms({ name, email: row.email });
  await tx
    .insert(searchTerm)
    .values(terms.map((term) => ({ orgId: ctx.orgId, kind: "member" as const, term, subjectId: memberId })));
}
