import { and, asc, eq, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { HiddenFinding } from "#app/domain/catalog/hidden/find-hidden.ts";
import type { HiddenText } from "#app/domain/catalog/hidden/hidden-rule.ts";
import { textsOfServer, textsOfTool } from "#app/domain/catalog/hidden/tool-texts.ts";
import { manifest, server, tool } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

/** A finding with the words around it. `tool` is null for what the server says beside its tools. */
export type HiddenRow = HiddenFinding & { tool: string | null; before: string; found: string; after: string };

const MOST_ROWS = 100;
const AROUND = 80;
const LONGEST_FOUND = 400;

/** What is hidden in the text of a server's current list, or looks like an order to the model; at most 100, as text. */
export function listHidden(ctx: Ctx, serverId: string): Promise<HiddenRow[]> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [current] = await tx
      .select({ id: manifest.id, hidden: manifest.hidden, beside: manifest.beside })
      .from(server)
      .innerJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
      .where(and(inOrg(ctx, server), eq(server.id, serverId)));
    if (!current) return [];
    const marked = await tx
      .select({ name: tool.name, hidden: tool.hidden })
      .from(tool)
      .where(and(inOrg(ctx, tool), eq(tool.serverId, serverId), sql`jsonb_array_length(${tool.hidden}) > 0`))
      .orderBy(asc(tool.position))
      .limit(MOST_ROWS);
    const rows = current.hidden.flatMap((one) => quoted(null, one, textsOfServer(current.beside ?? {})));
    if (marked.length > 0) {
      const [listed] = await tx
        .select({ tools: manifest.tools })
        .from(manifest)
        .where(and(inOrg(ctx, manifest), eq(manifest.id, current.id)));
      const byName = new Map((listed?.tools ?? []).map((one) => [one.name, one]));
      for (const { name, hidden } of marked) {
        const found = byName.get(name);
        const texts = found ? textsOfTool(found) : [];
        for (const one of hidden) rows.push(...quoted(name, one, texts));
      }
    }
    return rows.slice(0, MOST_ROWS);
  });
}

/** The same place may hold several texts, such as names of parameters: the one the span fits is quoted. */
function quoted(name: string | null, finding: HiddenFinding, texts: readonly HiddenText[]): HiddenRow[] {
  const { place, start, end } = finding;
  const text = texts.find((one) => one.place.startsWith(place) && one.text.length >= end)?.text;
  if (text === undefined) return [];
  return [
    {
      ...finding,
      tool: name,
      before: text.slice(Math.max(0, start - AROUND), start),
      found: text.slice(start, Math.min(end, start + LONGEST_FOUND)),
      after: text.slice(end, end + AROUND),
    },
  ];
}
