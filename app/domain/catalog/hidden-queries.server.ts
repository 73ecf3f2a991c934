import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { HiddenFinding } from "#app/domain/catalog/hidden/find-hidden.ts";
import type { HiddenText } from "#app/domain/catalog/hidden/hidden-rule.ts";
import { NAMES_ANOTHER_TOOL, spansOfName } from "#app/domain/catalog/hidden/named-tools.ts";
import { textsOfServer, textsOfTool } from "#app/domain/catalog/hidden/tool-texts.ts";
import { manifest, server, tool } from "#app/domain/catalog/server-tables.server.ts";
import { type ToolElsewhere, toolsElsewhere } from "#app/domain/catalog/tools-elsewhere.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * A finding with the words around it. `tool` is null for what the server says beside its tools; `of` is the server whose
 * tool the text names, where that is what was found.
 */
export type HiddenRow = HiddenFinding & {
  tool: string | null;
  before: string;
  found: string;
  after: string;
  of: ToolElsewhere | null;
};

const MOST_ROWS = 100;
const MOST_PER_TEXT = 5;
const AROUND = 80;
const LONGEST_FOUND = 400;

/**
 * What is hidden in the text of a server's current list, looks like an order to the model, or names a tool of another
 * server; at most 100, as text.
 */
export function listHidden(ctx: Ctx, serverId: string): Promise<HiddenRow[]> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, (tx) => readHidden(tx, ctx, serverId));
}

/** The same inside another query's transaction; who may read it was asked there. */
export async function readHidden(tx: Transaction, ctx: Ctx, serverId: string): Promise<HiddenRow[]> {
  const [current] = await tx
    .select({ id: manifest.id, hidden: manifest.hidden, named: manifest.named, beside: manifest.beside })
    .from(server)
    .innerJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  if (!current) return [];
  const marked = await tx
    .select({ name: tool.name, hidden: tool.hidden, named: tool.named })
    .from(tool)
    .where(
      and(
        inOrg(ctx, tool),
        eq(tool.serverId, serverId),
        or(sql`jsonb_array_length(${tool.hidden}) > 0`, sql`cardinality(${tool.named}) > 0`),
      ),
    )
    .orderBy(asc(tool.position))
    .limit(MOST_ROWS);
  const named = [...current.named, ...marked.flatMap((one) => one.named)];
  const elsewhere = await toolsElsewhere(tx, ctx, serverId, named);
  const beside = current.beside ? textsOfServer(current.beside) : [];
  const rows = rowsOf(null, current, beside, elsewhere);
  if (marked.some((one) => one.hidden.length > 0 || one.named.some((name) => elsewhere.has(name)))) {
    const [listed] = await tx
      .select({ tools: manifest.tools })
      .from(manifest)
      .where(and(inOrg(ctx, manifest), eq(manifest.id, current.id)));
    const byName = new Map((listed?.tools ?? []).map((one) => [one.name, one]));
    for (const one of marked) {
      const found = byName.get(one.name);
      if (found) rows.push(...rowsOf(one.name, one, textsOfTool(found), elsewhere));
    }
  }
  return rows.slice(0, MOST_ROWS);
}

type Marked = { hidden: readonly HiddenFinding[]; named: readonly string[] };

function rowsOf(
  name: string | null,
  { hidden, named }: Marked,
  texts: readonly HiddenText[],
  elsewhere: ReadonlyMap<string, ToolElsewhere>,
): HiddenRow[] {
  const found = hidden.flatMap((one) => {
    const text = texts.find(({ place }) => place === one.place)?.text;
    return text === undefined ? [] : [quoted(name, one, text, null)];
  });
  const { id: rule, kind } = NAMES_ANOTHER_TOOL;
  const naming = named.flatMap((one) => {
    const of = elsewhere.get(one);
    if (!of) return [];
    return texts
      .filter(({ isName }) => !isName)
      .flatMap(({ place, text }) =>
        [...spansOfName(one, text)]
          .slice(0, MOST_PER_TEXT)
          .map((span) => quoted(name, { rule, kind, place, ...span }, text, of)),
      );
  });
  return [...found, ...naming];
}

function quoted(
  name: string | null,
  finding: HiddenFinding,
  text: string,
  of: ToolElsewhere | null,
): HiddenRow {
  const { start, end } = finding;
  return {
    ...finding,
    tool: name,
    before: text.slice(Math.max(0, start - AROUND), start),
    found: text.slice(start, Math.min(end, start + LONGEST_FOUND)),
    after: text.slice(end, end + AROUND),
    of,
  };
}
