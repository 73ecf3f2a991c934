import { and, asc, count, desc, eq, gt, type SQL } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { type CursorPage, type NumberedPage, offsetOf } from "#app/domain/identity/list-page.ts";
import { memberImport, memberImportLine } from "#app/domain/identity/member-import-tables.server.ts";
import type { LineOutcome } from "#app/domain/identity/member-import-words.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

const columns = {
  id: memberImport.id,
  state: memberImport.state,
  createdAt: memberImport.createdAt,
  createdBy: { id: member.id, name: member.name },
  lines: memberImport.lines,
  ready: memberImport.ready,
  invited: memberImport.invited,
  refused: memberImport.refused,
  unused: memberImport.unused,
  startedAt: memberImport.startedAt,
  endedAt: memberImport.endedAt,
  /** When its lines were forgotten. */
  emptiedAt: memberImport.emptiedAt,
};

const line = {
  line: memberImportLine.line,
  email: memberImportLine.email,
  name: memberImportLine.name,
  role: memberImportLine.role,
  teams: memberImportLine.teams,
  outcome: memberImportLine.outcome,
  why: memberImportLine.why,
};

/** The newest 50 imports. */
export function listMemberImports(ctx: Ctx) {
  permit(ctx, "member.invite");
  return inTransaction(ctx, (tx) =>
    tx
      .select(columns)
      .from(memberImport)
      .innerJoin(member, and(inOrg(ctx, member), eq(member.id, memberImport.createdBy)))
      .where(inOrg(ctx, memberImport))
      .orderBy(desc(memberImport.id))
      .limit(50),
  );
}
export type MemberImportRow = Awaited<ReturnType<typeof listMemberImports>>[number];

/** Throws NotFound. */
export function getMemberImport(ctx: Ctx, importId: string): Promise<MemberImportRow> {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(columns)
      .from(memberImport)
      .innerJoin(member, and(inOrg(ctx, member), eq(member.id, memberImport.createdBy)))
      .where(and(inOrg(ctx, memberImport), eq(memberImport.id, importId)));
    if (!found) throw new NotFound("import");
    return found;
  });
}

type Which = { importId: string; outcome?: LineOutcome | undefined };

function matching(ctx: Ctx, { importId, outcome }: Which): SQL | undefined {
  return and(
    inOrg(ctx, memberImportLine),
    eq(memberImportLine.importId, importId),
    outcome ? eq(memberImportLine.outcome, outcome) : undefined,
  );
}

/** Lines of an import in the order of the file, and how many there are of each outcome. */
export function listImportLines(ctx: Ctx, which: Which, page: NumberedPage) {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const counted = await tx
      .select({ outcome: memberImportLine.outcome, lines: count() })
      .from(memberImportLine)
      .where(matching(ctx, { importId: which.importId }))
      .groupBy(memberImportLine.outcome);
    const rows = await tx
      .select(line)
      .from(memberImportLine)
      .where(matching(ctx, which))
      .orderBy(asc(memberImportLine.line))
      .limit(page.perPage)
      .offset(offsetOf(page));
    return { rows, counts: new Map(counted.map(({ outcome, lines }) => [outcome, lines])) };
  });
}
export type ImportLineRow = Awaited<ReturnType<typeof listImportLines>>["rows"][number];

/** The same for programs; a cursor is the last line seen. Throws Invalid for a cursor that is none. */
export function listImportLinesAfter(ctx: Ctx, which: Which, page: CursorPage) {
  permit(ctx, "member.invite");
  if (page.cursor !== undefined && !/^\d{1,6}$/.test(page.cursor)) {
    throw new Invalid("The cursor is not one of ours. Leave it out to start over.", { cursor: ["Unknown."] });
  }
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select(line)
      .from(memberImportLine)
      .where(and(matching(ctx, which), gt(memberImportLine.line, Number(page.cursor ?? 0))))
      .orderBy(asc(memberImportLine.line))
      .limit(page.limit + 1);
    const rows = found.slice(0, page.limit);
    return { rows, nextCursor: found.length > page.limit ? String(rows.at(-1)?.line) : null };
  });
}
