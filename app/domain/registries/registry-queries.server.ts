import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import {
  listing,
  registry,
  registryFilePart,
  registryImport,
  registryOddity,
} from "#app/domain/registries/registry-tables.server.ts";

const importColumns = {
  id: registryImport.id,
  registryId: registryImport.registryId,
  state: registryImport.state,
  fileName: registryImport.fileName,
  startedBy: member.name,
  createdAt: registryImport.createdAt,
  startedAt: registryImport.startedAt,
  endedAt: registryImport.endedAt,
  ending: registryImport.ending,
  endingDetail: registryImport.endingDetail,
  since: registryImport.since,
  pages: registryImport.pages,
  seen: registryImport.seen,
  added: registryImport.added,
  changed: registryImport.changed,
  unchanged: registryImport.unchanged,
  refused: registryImport.refused,
  removed: registryImport.removed,
  oddities: registryImport.oddities,
};

const registryColumns = {
  id: registry.id,
  name: registry.name,
  kind: registry.kind,
  address: registry.address,
  schedule: registry.schedule,
  createdAt: registry.createdAt,
  importedAt: registry.importedAt,
  toldUntil: registry.toldUntil,
  completeAt: registry.completeAt,
};

/** Every registry with its last import; there are at most 50. */
export function listRegistries(ctx: Ctx) {
  permit(ctx, "registry.read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select(registryColumns)
      .from(registry)
      .where(and(inOrg(ctx, registry), isNull(registry.removedAt)))
      .orderBy(asc(registry.name))
      .limit(50);
    const last = alias(registryImport, "last_import");
    const imports = await tx
      .select(importColumns)
      .from(registryImport)
      .leftJoin(member, and(inOrg(ctx, member), eq(member.id, registryImport.startedBy)))
      .where(
        and(
          inOrg(ctx, registryImport),
          sql`not exists (select 1 from ${registryImport} last_import where ${last.orgId} = ${ctx.orgId}
            and ${last.registryId} = ${registryImport.registryId} and ${last.id} > ${registryImport.id})`,
        ),
      )
      .limit(50);
    return rows.map((row) => ({
      ...row,
      lastImport: imports.find((one) => one.registryId === row.id) ?? null,
    }));
  });
}

export type RegistryRow = Awaited<ReturnType<typeof listRegistries>>[number];

/** What the registries are called, for whoever reads the catalog; there are at most 50. */
export function listRegistryNames(ctx: Ctx) {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, (tx) =>
    tx
      .select({ id: registry.id, name: registry.name, importedAt: registry.importedAt })
      .from(registry)
      .where(and(inOrg(ctx, registry), isNull(registry.removedAt)))
      .orderBy(asc(registry.name))
      .limit(50),
  );
}

/** Throws NotFound. */
export function getRegistry(ctx: Ctx, registryId: string) {
  permit(ctx, "registry.read");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registry), eq(registry.id, registryId), isNull(registry.removedAt));
    const [found] = await tx.select(registryColumns).from(registry).where(its);
    if (!found) throw new NotFound("registry");
    const [counted] = await tx
      .select({
        listings: sql<number>`count(*)::int`,
        warnings: sql<number>`count(*) filter (where ${listing.status} in ('deprecated', 'deleted'))::int`,
      })
      .from(listing)
      .where(and(inOrg(ctx, listing), eq(listing.registryId, registryId), isNull(listing.removedAt)));
    return { ...found, listings: counted?.listings ?? 0, warnings: counted?.warnings ?? 0 };
  });
}

/** The newest 20 imports of a registry. */
export function listRegistryImports(ctx: Ctx, registryId: string) {
  permit(ctx, "registry.read");
  return inTransaction(ctx, (tx) =>
    tx
      .select(importColumns)
      .from(registryImport)
      .leftJoin(member, and(inOrg(ctx, member), eq(member.id, registryImport.startedBy)))
      .where(and(inOrg(ctx, registryImport), eq(registryImport.registryId, registryId)))
      .orderBy(desc(registryImport.id))
      .limit(20),
  );
}
export type RegistryImportRow = Awaited<ReturnType<typeof listRegistryImports>>[number];

/** Throws NotFound. */
export function getRegistryImport(ctx: Ctx, importId: string): Promise<RegistryImportRow> {
  permit(ctx, "registry.read");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(importColumns)
      .from(registryImport)
      .leftJoin(member, and(inOrg(ctx, member), eq(member.id, registryImport.startedBy)))
      .where(and(inOrg(ctx, registryImport), eq(registryImport.id, importId)));
    if (!found) throw new NotFound("import");
    return found;
  });
}

/** What was odd in an import, entries that became no listing first among equals by place; a cursor is a position. */
export function listOddities(
  ctx: Ctx,
  which: { importId: string; isRefusal?: boolean | undefined },
  page: { limit: number; after?: number | undefined },
) {
  permit(ctx, "registry.read");
  const { isRefusal, importId } = which;
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select({
        position: registryOddity.position,
        entry: registryOddity.entry,
        entryName: registryOddity.entryName,
        oddity: registryOddity.oddity,
        path: registryOddity.path,
        detail: registryOddity.detail,
        isRefusal: registryOddity.isRefusal,
      })
      .from(registryOddity)
      .where(
        and(
          inOrg(ctx, registryOddity),
          eq(registryOddity.importId, importId),
          gt(registryOddity.position, page.after ?? -1),
          isRefusal === undefined ? undefined : eq(registryOddity.isRefusal, isRefusal),
        ),
      )
      .orderBy(asc(registryOddity.position))
      .limit(page.limit + 1);
    const rows = found.slice(0, page.limit);
    return { rows, nextCursor: found.length > page.limit ? String(rows.at(-1)?.position) : null };
  });
}

export type OddityRow = Awaited<ReturnType<typeof listOddities>>["rows"][number];

/** The next few parts of a file that waits to be read. */
export function listFileParts(ctx: Ctx, importId: string, after: number) {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, (tx) =>
    tx
      .select({ position: registryFilePart.position, bytes: registryFilePart.bytes })
      .from(registryFilePart)
      .where(
        and(
          inOrg(ctx, registryFilePart),
          eq(registryFilePart.importId, importId),
          gt(registryFilePart.position, after),
        ),
      )
      .orderBy(asc(registryFilePart.position))
      .limit(4),
  );
}
