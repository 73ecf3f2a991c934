import { and, asc, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { DomainError, Forbidden } from "#app/domain/errors.ts";
import { createOneInvitationOfMany } from "#app/domain/identity/create-invitation.server.ts";
import { CreateInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { secondsUntilMailed } from "#app/domain/identity/invitation-rules.ts";
import { memberImport, memberImportLine } from "#app/domain/identity/member-import-tables.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

type Import = typeof memberImport.$inferSelect;
type Line = typeof memberImportLine.$inferSelect;

/**
 * Invites the next `limit` people of a running import in the name of whoever started it, and sends itself for those
 * after them in the same transaction: broken off anywhere, it goes on without a second invitation. Each invitation
 * leaves its own event under the import's id; the last batch leaves the import's.
 */
export function inviteImported(ctx: Ctx, input: { importId: string; limit: number }) {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, memberImport), eq(memberImport.id, input.importId));
    const [row] = await tx.select().from(memberImport).where(its).for("update");
    if (row?.state !== "running") return { invited: 0, isMore: false };
    const lines = await tx
      .select()
      .from(memberImportLine)
      .where(and(ofImport(ctx, row.id), eq(memberImportLine.outcome, "ready")))
      .orderBy(asc(memberImportLine.line))
      .limit(input.limit);
    const inviter = await findInviter(tx, ctx, row);
    let invited = 0;
    for (const line of lines)
      if (await inviteOne(tx, inviter, row, line, row.invited + invited)) invited += 1;
    const counts = { invited: row.invited + invited, refused: row.refused + lines.length - invited };
    const isMore = lines.length === input.limit;
    await tx
      .update(memberImport)
      .set(isMore ? counts : { ...counts, state: "done", endedAt: ctx.now })
      .where(its);
    if (isMore) await enqueue(tx, "invite_imported", { orgId: ctx.orgId, importId: row.id });
    else {
      await recordAudit(tx, ctx, {
        verb: "member_import.finish",
        target: { kind: "member_import", id: row.id },
        after: counts,
      });
    }
    return { invited, isMore };
  });
}

const ofImport = (ctx: Ctx, importId: string) =>
  and(inOrg(ctx, memberImportLine), eq(memberImportLine.importId, importId));

/** Whoever started it, with the role they have now; null once they left. */
async function findInviter(tx: Transaction, ctx: Ctx, { startedBy }: Import): Promise<MemberCtx | null> {
  if (!startedBy) return null;
  const [found] = await tx
    .select({ accountId: member.accountId, name: member.name, role: member.role })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.id, startedBy), isNull(member.removedAt)));
  if (!found) return null;
  const came = { via: "session", provedAt: null, scopes: null } as const;
  return { ...ctx, tx, actor: { kind: "member", memberId: startedBy, ...found, ...came } };
}

/** What refuses one line refuses no other: the verb refuses before it writes anything. */
async function inviteOne(
  tx: Transaction,
  inviter: MemberCtx | null,
  { id: batchId, orgId }: Import,
  line: Line,
  place: number,
): Promise<boolean> {
  const its = and(
    inOrg({ orgId }, memberImportLine),
    eq(memberImportLine.importId, batchId),
    eq(memberImportLine.line, line.line),
  );
  const id = uuidv7();
  try {
    if (!inviter) throw new Forbidden("Whoever started the import has left. Nobody was invited.");
    const { email, name, role, teamIds } = line;
    const input = CreateInvitationInput.parse({ id, email, name, role, teamIds });
    await createOneInvitationOfMany(inviter, input, { batchId, mailAfterSeconds: secondsUntilMailed(place) });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await tx.update(memberImportLine).set({ outcome: "refused", why: error.message }).where(its);
    return false;
  }
  await tx.update(memberImportLine).set({ outcome: "invited", invitationId: id }).where(its);
  return true;
}
