import { and, count, desc, eq, isNull, lt } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { type InvitationState, invitationState, mailState } from "#app/domain/identity/invitation-rules.ts";
import type { InvitationMail } from "#app/domain/identity/invitation-words.ts";
import {
  afterId,
  type CursorPage,
  cutPage,
  type NumberedPage,
  offsetOf,
} from "#app/domain/identity/list-page.ts";
import { invitation, member } from "#app/domain/identity/organization-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type InvitationRow = {
  id: string;
  email: string;
  name: string;
  role: Role;
  state: InvitationState;
  /** Null when made at the server's command line. */
  invitedBy: { id: string; name: string } | null;
  createdAt: Date;
  expiresAt: Date;
  /** Of the newest mail: `at` it was asked for or answered. Null where none was asked for. */
  mail: { state: InvitationMail | "overdue"; at: Date; why: string | null } | null;
};

/** Invitations, newest first. Accepted ones are members and not listed; withdrawn ones are left to the audit. */
export function listInvitations(
  ctx: Ctx,
  page: NumberedPage,
): Promise<{ rows: InvitationRow[]; total: number }> {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const where = listed(ctx);
    const [counted] = await tx.select({ total: count() }).from(invitation).where(where);
    const found = await tx
      .select(columns)
      .from(invitation)
      .leftJoin(member, inviter(ctx))
      .where(where)
      .orderBy(desc(invitation.id))
      .limit(page.perPage)
      .offset(offsetOf(page));
    return { rows: found.map((row) => toRow(row, ctx.now)), total: counted?.total ?? 0 };
  });
}

/** The same by cursor. */
export function listInvitationsAfter(ctx: Ctx, page: CursorPage) {
  permit(ctx, "member.invite");
  const after = afterId(page);
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select(columns)
      .from(invitation)
      .leftJoin(member, inviter(ctx))
      .where(and(listed(ctx), after ? lt(invitation.id, after) : undefined))
      .orderBy(desc(invitation.id))
      .limit(page.limit + 1);
    return cutPage(
      found.map((row) => toRow(row, ctx.now)),
      page.limit,
    );
  });
}

const columns = {
  id: invitation.id,
  email: invitation.email,
  name: invitation.name,
  role: invitation.role,
  acceptedAt: invitation.acceptedAt,
  revokedAt: invitation.revokedAt,
  createdAt: invitation.createdAt,
  expiresAt: invitation.expiresAt,
  mail: invitation.mail,
  mailAt: invitation.mailAt,
  mailWhy: invitation.mailWhy,
  inviterId: member.id,
  inviterName: member.name,
};

function listed(ctx: Ctx) {
  return and(inOrg(ctx, invitation), isNull(invitation.acceptedAt), isNull(invitation.revokedAt));
}

function inviter(ctx: Ctx) {
  return and(inOrg(ctx, member), eq(member.id, invitation.invitedBy));
}

type Found = Omit<InvitationRow, "state" | "invitedBy" | "mail"> & {
  mail: InvitationMail | null;
  mailAt: Date | null;
  mailWhy: string | null;
  acceptedAt: Date | null;
  revokedAt: Date | null;
  inviterId: string | null;
  inviterName: string | null;
};

function toRow(found: Found, now: Date): InvitationRow {
  const { acceptedAt, revokedAt, inviterId, inviterName, mail, mailAt, mailWhy, ...row } = found;
  const mailed = mailState({ mail, mailAt }, now);
  return {
    ...row,
    mail: mailed && mailAt ? { state: mailed, at: mailAt, why: mailWhy } : null,
    state: invitationState({ ...row, acceptedAt, revokedAt }, now),
    invitedBy: inviterId && inviterName !== null ? { id: inviterId, name: inviterName } : null,
  };
}

/** One invitation, whatever became of it. Throws NotFound. */
export function getInvitation(ctx: Ctx, invitationId: string): Promise<InvitationRow> {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(columns)
      .from(invitation)
      .leftJoin(member, inviter(ctx))
      .where(and(inOrg(ctx, invitation), eq(invitation.id, invitationId)));
    if (!found) throw new NotFound("invitation");
    return toRow(found, ctx.now);
  });
}
