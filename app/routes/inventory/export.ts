import { stringify } from "csv-stringify/sync";
import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import { listInstallationsAfter } from "#app/domain/inventory/inventory-queries.server.ts";
import type { InstallationRow } from "#app/domain/inventory/inventory-rows.ts";
import { download, memberLoader } from "#app/http/respond.server.ts";
import { readInventoryView } from "./inventory-view.ts";

const MOST_ROWS = 50_000;

const COLUMNS: [head: string, cell: (row: InstallationRow) => string][] = [
  ["server", (row) => row.identity],
  ["name in the file", (row) => row.name],
  ["status", (row) => row.standing],
  ["presence", (row) => row.presence],
  ["worst finding", (row) => row.severity ?? "none found"],
  ["person", (row) => row.memberName],
  ["device", (row) => row.deviceName],
  ["client", (row) => CLIENT_NAMES[row.client]],
  ["scope", (row) => row.scope],
  ["file", (row) => row.path],
  ["release", (row) => row.release ?? "not pinned"],
  ["transport", (row) => row.transport],
  ["environment", (row) => row.environment],
  ["switched on", (row) => (row.isEnabled ? "yes" : "no")],
  ["first seen", (row) => row.firstSeenAt.toISOString()],
  ["last seen", (row) => row.lastSeenAt.toISOString()],
];

/** The installations of the view as CSV. Cells that a spreadsheet would run as a formula are made text. */
export const loader = memberLoader(async (ctx, { url }) => {
  const { filter } = readInventoryView(url);
  const { rows, nextCursor } = await listInstallationsAfter(ctx, filter, { limit: MOST_ROWS });
  const lines = rows.map((row) => COLUMNS.map(([, cell]) => cell(row)));
  if (nextCursor) lines.push([`Cut after ${MOST_ROWS} rows. Narrow the filters to get the rest.`]);
  const csv = stringify([COLUMNS.map(([head]) => head), ...lines], {
    escape_formulas: true,
    record_delimiter: "windows",
    bom: true,
  });
  return download(csv, "text/csv; charset=utf-8", `inventory-${ctx.now.toISOString().slice(0, 10)}.csv`);
});
