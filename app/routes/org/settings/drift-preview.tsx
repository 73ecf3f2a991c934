import { CHANGE_KINDS } from "#app/domain/catalog/drift/drift-words.ts";
import type { PolicyPreview } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { CLASS_LOOKS } from "./drift-words.ts";

type Classified = Record<"before" | "after", keyof typeof CLASS_LOOKS>;

const NOW_AND_THEN: Column<Classified>[] = [
  {
    key: "now",
    head: "Now",
    width: "fit",
    phone: "fact",
    cell: (row) => <Status look={CLASS_LOOKS[row.before]} quiet />,
  },
  {
    key: "then",
    head: "Then",
    width: "fit",
    phone: "status",
    cell: (row) => <Status look={CLASS_LOOKS[row.after]} quiet />,
  },
];

/** What a policy that was not saved would make of the drift there is. */
export function DriftPreview({ org, preview }: { org: string; preview: PolicyPreview }) {
  const { rows, launches, looked, isMore } = preview;
  return (
    <Section
      title="What it would mean"
      intro={`${plural(rows.length, {
        zero: "No server that drifts now would be classified otherwise.",
        one: "One server that drifts now would be classified otherwise.",
        other: "# servers that drift now would be classified otherwise.",
      })}${isMore ? ` The first ${looked} were looked at.` : ""} Nothing was saved.`}
    >
      {rows.length > 0 ? (
        <DataTable
          caption="Servers that would be classified otherwise"
          rows={rows}
          rowKey={(row) => row.serverId}
          columns={[
            {
              key: "server",
              head: "Server",
              cell: (row) => (
                <a href={paths.serverDrift(org, row.serverId)} className="mono">
                  {printableText(row.identity)}
                </a>
              ),
            },
            ...NOW_AND_THEN,
          ]}
        />
      ) : null}
      {launches.length > 0 ? (
        <DataTable
          caption="Installations that would be classified otherwise"
          rows={launches}
          rowKey={(row) => `${row.change} ${row.before}`}
          columns={[
            { key: "change", head: "Installations", cell: (row) => launchWords(row) },
            ...NOW_AND_THEN,
          ]}
        />
      ) : null}
    </Section>
  );
}

function launchWords({ change, installations }: PolicyPreview["launches"][number]): string {
  return `${plural(installations, { one: "# installation", other: "# installations" })}: ${CHANGE_KINDS[change]}`;
}
