import { and, desc, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { advisoryImport, advisoryImportPart } from "#app/domain/advisories/advisory-import-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

const columns = {
  id: advisoryImport.id,
  source: advisoryImport.source,
  name: advisoryImport.name,
  state: advisoryImport.state,
  createdAt: advisoryImport.createdAt,
  createdBy: { id: member.id, name: member.name },
  endedAt: advisoryImport.endedAt,
  read: advisoryImport.read,
  added: advisoryImport.added,
  changed: advisoryImport.changed,
  unchanged: advisoryImport.unchanged,
  older: advisoryImport.older,
  withdrawn: advisoryImport.withdrawn,
  odd: advisoryImport.odd,
  notes: advisoryImport.notes,
  problem: advisoryImport.problem,
};

/** The newest 50 imports. */
export function listAdvisoryImports(ctx: Ctx) {
  permit(ctx, "advisory.import");
  return inTransaction(ctx, (tx) =>
    tx
      .select(columns)
      .from(advisoryImport)
      .innerJoin(member, and(inOrg(ctx, member), eq(member.id, advisoryImport.createdBy)))
      .where(inOrg(ctx, advisoryImport))
      .orderBy(desc(advisoryImport.id))
      .limit(50),
  );
}
export type AdvisoryImportRow = Awaited<ReturnType<typeof listAdvisoryImports>>[number];

/** Throws NotFound. */
export function getAdvisoryImport(ctx: Ctx, importId: string): Promise<AdvisoryImportRow> {
  permit(ctx, "advisory.import");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(columns)
      .from(advisoryImport)
      .innerJoin(member, and(inOrg(ctx, member), eq(member.id, advisoryImport.createdBy)))
      .where(and(inOrg(ctx, advisoryImport), eq(advisoryImport.id, importId)));
    if (!found) throw new NotFound("import");
    return found;
  });
}

/** What the job needs of an import; undefined once it is gone. */
export function findAdvisorySource(ctx: Ctx, importId: string) {
  permit(ctx, "advisory.import");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ url: advisoryImport.url, state: advisoryImport.state, read: advisoryImport.read })
      .from(advisoryImport)
      .where(and(inOrg(ctx, advisoryImport), eq(advisoryImport.id, importId)));
    return found;
  });
}

/** One piece of a file; undefined after the last. */
export function findAdvisoryPiece(ctx: Ctx, importId: string, position: number): Promise<string | undefined> {
  permit(ctx, "advisory.import");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ text: advisoryImportPart.text })
      .from(advisoryImportPart)
      .where(
        and(
          inOrg(ctx, advisoryImportPart),
          eq(advisoryImportPart.importId, importId),
          eq(advisoryImportPart.position, position),
        ),
      );
    return found?.text;
  });
}
