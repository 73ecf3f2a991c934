import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { ownNames } from "#app/domain/catalog/hidden/named-tools.ts";
import { besideColumns, classColumns } from "#app/domain/catalog/permissions/class-columns.ts";
import { PERMISSION_RULES_VERSION } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { manifest, tool } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/**
 * Finds the classes of tools anew that were found by older rules, from the same lists, for at most `limit` servers at a
 * time. Run by the sweep; what an approval was given for does not change by it.
 */
export function reclassifyTools(ctx: Ctx, options: { limit: number }): Promise<{ servers: number }> {
  return inTransaction(ctx, async (tx) => {
    const stale = await tx
      .selectDistinct({ serverId: tool.serverId, manifestId: tool.manifestId })
      .from(tool)
      .where(and(inOrg(ctx, tool), lt(tool.rulesVersion, PERMISSION_RULES_VERSION)))
      .orderBy(asc(tool.serverId))
      .limit(options.limit);
    if (stale.length === 0) return { servers: 0 };
    const lists = await tx
      .select({
        id: manifest.id,
        serverId: manifest.serverId,
        tools: manifest.tools,
        beside: manifest.beside,
      })
      .from(manifest)
      .where(
        and(
          inOrg(ctx, manifest),
          inArray(
            manifest.id,
            stale.map((row) => row.manifestId),
          ),
        ),
      );
    for (const { id, serverId, tools, beside } of lists) {
      const own = ownNames(tools);
      const rows = tools.map((entry) => ({ name: entry.name, ...classColumns(entry, own) }));
      await tx.execute(sql`
        update tool t set class = r.class, class_source = r."classSource", touches = r.touches, hidden = r.hidden,
          touched = array(select jsonb_array_elements_text(r.touched)),
          named = array(select jsonb_array_elements_text(r.named)), rules_version = ${PERMISSION_RULES_VERSION}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(name text, class text, "classSource" text, touches jsonb, touched jsonb, hidden jsonb, named jsonb)
        where t.org_id = ${ctx.orgId} and t.server_id = ${serverId} and t.manifest_id = ${id} and t.name = r.name`);
      await tx
        .update(manifest)
        .set(besideColumns(beside ?? {}, own))
        .where(and(inOrg(ctx, manifest), eq(manifest.id, id)));
    }
    // A row whose list does not name it keeps what it has; it would otherwise come up with every sweep.
    await tx
      .update(tool)
      .set({ rulesVersion: PERMISSION_RULES_VERSION })
      .where(
        and(
          inOrg(ctx, tool),
          lt(tool.rulesVersion, PERMISSION_RULES_VERSION),
          inArray(
            tool.serverId,
            stale.map((row) => row.serverId),
          ),
        ),
      );
    return { servers: stale.length };
  });
}
