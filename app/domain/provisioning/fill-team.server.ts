import { and, eq, inArray } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { Group } from "#app/domain/provisioning/group-queries.server.ts";
import { findMembersOf } from "#app/domain/provisioning/person-queries.server.ts";

/**
 * Makes a team's members those people, inside a verb's transaction: one event for each who comes or goes, under one
 * batch. Who stays keeps their part in it; people who left the organization are passed over. Throws Invalid for
 * somebody who is unknown here.
 */
export async function fillTeam(tx: Transaction, ctx: Ctx, group: Group, personIds: readonly string[]) {
  const wanted = new Set(personIds);
  const present = new Set(group.members.map((one) => one.id));
  const coming = [...wanted].filter((id) => !present.has(id));
  const leaving = group.members.filter((one) => !wanted.has(one.id));
  const known = await findMembersOf(tx, ctx, coming);
  const unknown = coming.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new Invalid(`${unknown.length} of the members are nobody here. Nothing was changed.`);
  }
  const joining = coming.flatMap((id) => known.get(id) ?? []);
  const batchId = uuidv7();
  await put(tx, ctx, group.id, joining, batchId);
  await take(tx, ctx, group, leaving, batchId);
  return { changed: joining.length + leaving.length > 0 };
}

async function put(tx: Transaction, ctx: Ctx, teamId: string, memberIds: string[], batchId: string) {
  if (memberIds.length === 0) return;
  const rows = memberIds.map((memberId) => ({ orgId: ctx.orgId, teamId, memberId, isLead: false }));
  await tx
    .insert(teamMember)
    .values(rows.map((row) => ({ ...row, addedAt: ctx.now })))
    .onConflictDoNothing();
  for (const id of memberIds) {
    await recordAudit(tx, ctx, {
      verb: "team.set_member",
      target: { kind: "team", id: teamId },
      touched: [{ kind: "member", id }],
      before: { isMember: false, isLead: false },
      after: { isMember: true, isLead: false },
      batchId,
    });
  }
}

async function take(tx: Transaction, ctx: Ctx, group: Group, leaving: Group["members"], batchId: string) {
  if (leaving.length === 0) return;
  const ids = leaving.map((one) => one.memberId);
  await tx
    .delete(teamMember)
    .where(and(inOrg(ctx, teamMember), eq(teamMember.teamId, group.id), inArray(teamMember.memberId, ids)));
  for (const one of leaving) {
    await recordAudit(tx, ctx, {
      verb: "team.remove_member",
      target: { kind: "team", id: group.id },
      touched: [{ kind: "member", id: one.memberId }],
      before: { isMember: true, isLead: one.isLead },
      after: { isMember: false, isLead: false },
      batchId,
    });
  }
  const lostLead = leaving.some((one) => one.isLead);
  const isLed = group.members.some((one) => one.isLead && !ids.includes(one.memberId));
  if (!lostLead || isLed) return;
  await tx
    .update(team)
    .set({ lostLeadAt: ctx.now })
    .where(and(inOrg(ctx, team), eq(team.id, group.id)));
}
