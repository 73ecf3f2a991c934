import { useState } from "react";
import { Button } from "../button.tsx";
import { Identity } from "../identity.tsx";
import { RiskBadge } from "../risk-badge.tsx";
import { SafeText } from "../safe-text.tsx";
import { type Column, DataTable } from "../table/data-table.tsx";
import type { ShownEntry, ShownVariable } from "./read-given.ts";

const FIRST_ROWS = 50;

const columns: readonly Column<ShownEntry>[] = [
  {
    key: "server",
    head: "Server",
    cell: (row) => (
      <>
        <Identity identity={row.identity} limit={48} />
        <span className="block font-normal text-muted">
          {row.isEnabled ? "as " : "switched off, as "}
          <SafeText text={row.name} limit={60} />
        </span>
      </>
    ),
  },
  {
    key: "release",
    head: "Release",
    width: "fit",
    phone: "fact",
    cell: (row) => row.release ?? <span className="text-muted">not named</span>,
  },
  {
    key: "line",
    head: "Launch",
    width: "wrap",
    phone: "fact",
    cell: (row) => (
      <>
        <SafeText text={row.line} limit={160} mono />
        {row.variables.length > 0 ? <Variables variables={row.variables} /> : null}
      </>
    ),
  },
  {
    key: "findings",
    head: "Findings",
    width: "wrap",
    phone: "fact",
    cell: (row) =>
      row.findings.length === 0 ? (
        <span className="text-muted">None found</span>
      ) : (
        <ul className="grid gap-1">
          {row.findings.map((finding) => (
            <li key={finding.key}>
              <RiskBadge risk={finding.severity} /> <span className="mono">{finding.where}</span>
              <span className="block text-muted">{finding.sentence}</span>
            </li>
          ))}
        </ul>
      ),
  },
];

function Variables({ variables }: { variables: readonly ShownVariable[] }) {
  return (
    <ul aria-label="Variables" className="mt-1 grid gap-0.5 text-muted">
      {variables.map((variable, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file may repeat a name, and the list never changes in place
        <li key={index} className="wrap-anywhere">
          <span className="mono">{variable.name}</span>{" "}
          <span className={variable.isSecret ? "font-medium text-ink" : undefined}>{variable.value}</span>
        </li>
      ))}
    </ul>
  );
}

/** What is left of each entry. Long lists begin with fifty and open whole. */
export function EntryTable({ entries, caption }: { entries: readonly ShownEntry[]; caption: string }) {
  const [isWhole, setIsWhole] = useState(entries.length <= FIRST_ROWS);
  const rows = isWhole ? entries : entries.slice(0, FIRST_ROWS);
  return (
    <>
      <div className="[&_td]:align-top [&_tbody_th]:align-top">
        <DataTable caption={caption} columns={columns} rows={rows} rowKey={(row) => row.name} />
      </div>
      {isWhole ? null : (
        <Button type="button" onClick={() => setIsWhole(true)}>
          {`Show all ${entries.length.toLocaleString("en-GB")} entries`}
        </Button>
      )}
    </>
  );
}
