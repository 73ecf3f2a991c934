import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { z } from "zod";
import type { Database } from "#app/db/client.server.ts";

export type Statement = { text: string; parameters: postgres.SerializableParameter[] };

/** A pool as the runtime role that remembers each statement sent through it. */
export function watchedDatabase(url: string) {
  const statements: Statement[] = [];
  const client = postgres(url, {
    max: 2,
    onnotice: () => undefined,
    debug: (_connection, text, parameters) => {
      statements.push({ text, parameters: z.array(Parameter).parse(parameters) });
    },
  });
  const db: Database = drizzle(client);
  return {
    db,
    /** Statements that read rows, sent while `work` ran. */
    async reads(work: () => Promise<unknown>): Promise<Statement[]> {
      statements.length = 0;
      await work();
      // A new connection asks the catalog for array types first.
      return statements.filter(
        ({ text }) =>
          /^\s*(select|with)\b/i.test(text) && /\bfrom\b/i.test(text) && !text.includes("pg_catalog"),
      );
    },
    close: () => client.end(),
  };
}

const Parameter = z.union([z.string(), z.number(), z.boolean(), z.null(), z.date(), z.array(z.string())]);

export type Access = {
  table: string;
  node: string;
  /** Undefined for a sequential scan. */
  condition: string | undefined;
  /** Rows looked at, also those a filter then threw away. */
  rows: number;
};

/** How PostgreSQL would really carry the statement out, as the runtime role in that organization. */
export async function accessesOf(db: Database, orgId: string, statement: Statement): Promise<Access[]> {
  const plan = await db.$client.begin(async (tx) => {
    await tx`select set_config('app.org_id', ${orgId}, true)`;
    // With two tenants half a table belongs to each, and a planner would rightly scan it; with thousands it may not.
    await tx`set local enable_seqscan = off`;
    const [row] = await tx.unsafe(
      `explain (analyze, format json, timing off) ${statement.text}`,
      statement.parameters,
    );
    return row?.["QUERY PLAN"];
  });
  const accesses: Access[] = [];
  collect(z.array(z.object({ Plan: Node })).parse(plan)[0]?.Plan, accesses);
  return accesses;
}

type PlanNode = z.infer<typeof NodeFacts> & { Plans?: PlanNode[] | undefined };

const NodeFacts = z.object({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Index Name": z.string().optional(),
  "Index Cond": z.string().optional(),
  "Actual Rows": z.number(),
  "Actual Loops": z.number(),
  "Rows Removed by Filter": z.number().optional(),
  "Rows Removed by Index Recheck": z.number().optional(),
});

const Node: z.ZodType<PlanNode> = NodeFacts.extend({
  get Plans() {
    return z.array(Node).optional();
  },
});

function collect(node: PlanNode | undefined, into: Access[], above?: PlanNode): void {
  if (!node) return;
  const type = node["Node Type"];
  const table = node["Relation Name"] ?? (type === "Bitmap Index Scan" ? bitmapTable(above) : undefined);
  if (table && type !== "Bitmap Heap Scan" && type !== "ModifyTable" && type !== "LockRows") {
    const thrown = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
    into.push({
      table,
      node: node["Index Name"] ? `${type} using ${node["Index Name"]}` : type,
      condition: type === "Seq Scan" ? undefined : (node["Index Cond"] ?? ""),
      rows: Math.round((node["Actual Rows"] + thrown) * node["Actual Loops"]),
    });
  }
  const heap = type === "Bitmap Heap Scan" ? node : above;
  for (const child of node.Plans ?? []) collect(child, into, heap);
}

function bitmapTable(heap: PlanNode | undefined): string {
  return heap?.["Relation Name"] ?? "a bitmap";
}
