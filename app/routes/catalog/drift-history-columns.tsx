import type { ReactNode } from "react";
import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import type { Column } from "#app/ui/table/data-table.tsx";

type Past = { class: DriftClass; foundAt: Date };

type Says<Row> = {
  /** What differed, in words. */
  differed: (row: Row) => ReactNode;
  /** How it ended, in words; null: it stands. */
  ended: (row: Row) => string | null;
  now: Date;
  zone: string;
};

/** What the histories of a server and of its installations have in common, behind what the drift was of. */
export function driftHistoryColumns<Row extends Past>(says: Says<Row>): Column<Row>[] {
  return [
    {
      key: "class",
      head: "Class",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={CLASS_LOOKS[row.class]} quiet />,
    },
    { key: "what", head: "Differed", width: "wrap", cell: says.differed },
    {
      key: "found",
      head: "Found",
      width: "fit",
      muted: true,
      cell: (row) => <RelativeTime at={row.foundAt} now={says.now} zone={says.zone} />,
    },
    {
      key: "end",
      head: "Ended",
      width: "fit",
      phone: "fact",
      cell: (row) => says.ended(row) ?? "Stands",
    },
  ];
}
