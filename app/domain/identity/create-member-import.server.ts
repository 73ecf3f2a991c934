import { and, count, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { findPresent } from "#app/domain/identity/find-present.server.ts";
import { readMemberFile } from "#app/domain/identity/member-file.server.ts";
import type { CreateMemberImportInput } from "#app/domain/identity/member-import-inputs.ts";
import { type JudgedLine, judgeLines } from "#app/domain/identity/member-import-rules.ts";
import { memberImport, memberImportLine } from "#app/domain/identity/member-import-tables.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit, requireMember } from "#app/domain/permit.ts";

/** Imports that were looked at and not started; each holds up to 5,000 names for a day. */
const MOST_UNSTARTED = 10;
const AT_ONCE = 500;

/**
 * Looks at a file of people and keeps what would become of each line; nobody is invited before `startMemberImport`.
 * Throws Invalid for what is no such file, Conflict when ten wait to be started.
 */
export function createMemberImport(unchecked: Ctx, input: CreateMemberImportInput) {
  permit(unchecked, "member.invite");
  const ctx = requireMember(unchecked);
  const file = readMemberFile(input.text);
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "member imports");
    const id = input.id ?? uuidv7();
    const [sentBefore] = await tx
      .select({ createdBy: memberImport.createdBy, ready: memberImport.ready })
      .from(memberImport)
      .where(and(inOrg(ctx, memberImport), eq(memberImport.id, id)));
    if (sentBefore?.createdBy === ctx.actor.memberId) return { id, ready: sentBefore.ready };
    if (sentBefore) throw new Conflict("This form was sent already. Open it anew.");
    await refuseTooMany(tx, ctx);
    const addresses = file.lines.map((line) => line.email.toLowerCase());
    const lines = judgeLines(file.lines, await findPresent(tx, ctx, addresses));
    const ready = lines.filter((line) => line.outcome === "ready").length;
    const facts = { createdBy: ctx.actor.memberId, createdAt: ctx.now, state: "checked" as const };
    await tx
      .insert(memberImport)
      .values({ orgId: ctx.orgId, id, ...facts, unused: file.unused, lines: lines.length, ready });
    await keepLines(tx, ctx, id, lines);
    await recordAudit(tx, ctx, {
      verb: "member_import.create",
      target: { kind: "member_import", id },
      after: { lines: lines.length, ready },
    });
    return { id, ready };
  });
}

async function refuseTooMany(tx: Transaction, ctx: Ctx): Promise<void> {
  const unstarted = and(inOrg(ctx, memberImport), eq(memberImport.state, "checked"));
  const [counted] = await tx.select({ imports: count() }).from(memberImport).where(unstarted);
  if ((counted?.imports ?? 0) < MOST_UNSTARTED) return;
  throw new Conflict(`${MOST_UNSTARTED} imports wait to be started. Start or discard one of them first.`);
}

async function keepLines(
  tx: Transaction,
  ctx: Ctx,
  importId: string,
  lines: readonly JudgedLine[],
): Promise<void> {
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const rows = lines.slice(at, at + AT_ONCE).map((line) => ({ ...line, orgId: ctx.orgId, importId }));
    await tx.insert(memberImportLine).values(rows);
  }
}
