import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";

const AT_ONCE = 1_000;

type Rows = Record<string, unknown>[];
export type NormalizedRows = { listing: Rows; listing_identity: Rows; listing_term: Rows };

const TABLES = ["listing", "listing_identity", "listing_term"] as const;

/** The rows an import left, as they stand in the three tables. */
export async function readRows(db: Database, orgId: string): Promise<NormalizedRows> {
  const read = (table: string) =>
    inTransaction({ db, orgId }, async (tx) => [
      ...(await tx.execute(sql`select * from ${sql.identifier(table)} where org_id = ${orgId}`)),
    ]);
  return {
    listing: await read("listing"),
    listing_identity: await read("listing_identity"),
    listing_term: await read("listing_term"),
  };
}

/** Writes the same rows for another organization: a thousand a statement and a transaction, and nothing else. */
export async function writeRows(
  db: Database,
  of: { orgId: string; registryId: string },
  rows: NormalizedRows,
): Promise<void> {
  const ids = new Map(rows.listing.map(({ id }) => [id, uuidv7()]));
  for (const table of TABLES) {
    const batches = [];
    for (let at = 0; at < rows[table].length; at += AT_ONCE) {
      const batch = rows[table].slice(at, at + AT_ONCE).map((row) => ({
        ...row,
        org_id: of.orgId,
        ...(table === "listing"
          ? { id: ids.get(row.id), registry_id: of.registryId }
          : { listing_id: ids.get(row.listing_id) }),
      }));
      batches.push(JSON.stringify(batch));
    }
    for (const batch of batches) {
      await inTransaction({ db, orgId: of.orgId }, (tx) =>
        tx.execute(sql`insert into ${sql.identifier(table)}
          select * from json_populate_recordset(null::${sql.identifier(table)}, ${batch}::json)`),
      );
    }
  }
}
