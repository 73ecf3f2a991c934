import type { ListingRow } from "#app/domain/registries/listing-queries.server.ts";
import type { ListingSort } from "#app/domain/registries/listing-words.ts";
import { paths } from "#app/http/paths.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { scoreText, TrustBar } from "#app/ui/trust-score.tsx";
import {
  ODD_NAME_LOOK,
  STANDING_LOOKS,
  STATUS_LOOKS,
  TRANSPORT_LABELS,
  touchSentence,
} from "./listing-look.ts";

type ListingTableProps = {
  org: string;
  rows: readonly ListingRow[];
  sort: { order: ListingSort; href: (changes: Record<string, string | undefined>) => string };
};

/** What registries list, one server a row; the table stands in the form that compares. */
export function ListingTable({ org, rows, sort }: ListingTableProps) {
  const columns: Column<ListingRow>[] = [
    {
      key: "server",
      head: "Server",
      sort: "name",
      cell: (row) => (
        <>
          <a href={paths.listing(org, row.id)}>
            <SafeText text={row.title ?? row.name} limit={60} />
          </a>{" "}
          {row.remarks.length > 0 ? <Status look={ODD_NAME_LOOK} /> : null}
          <span className="block text-muted">
            <SafeText text={row.description ?? row.name} limit={110} />
          </span>
        </>
      ),
    },
    {
      key: "standing",
      head: "Here",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={STANDING_LOOKS[row.standing]} quiet />,
    },
    {
      key: "status",
      head: "In the registry",
      width: "fit",
      phone: "fact",
      cell: (row) => <Status look={STATUS_LOOKS[row.status ?? "unsaid"]} quiet />,
    },
    { key: "touch", head: "Declares to touch", phone: "fact", cell: (row) => touchSentence(row.touches) },
    {
      key: "reach",
      head: "Reached",
      isExtra: true,
      cell: (row) => row.transports.map((transport) => TRANSPORT_LABELS[transport]).join(", ") || "Not said",
    },
    {
      key: "publisher",
      head: "Publisher",
      isExtra: true,
      cell: (row) => (row.publisher ? <SafeText text={row.publisher} limit={40} /> : "Unknown"),
    },
    {
      key: "trust",
      head: "Trust proven",
      sort: "trust",
      width: "fit",
      phone: "fact",
      phoneLabel: "Trust",
      cell: (row) => (row.trust ? <Trust {...row.trust} /> : "Not counted"),
    },
  ];
  return (
    <DataTable
      caption="Servers that registries list"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      // each has one direction: names from the start, trust from the most
      sort={sort.order === "trust" ? "-trust" : "name"}
      hrefFor={(asked) => sort.href({ sort: asked.endsWith("trust") ? "trust" : undefined })}
      select={{ name: "id", label: (row) => `Compare ${row.title ?? row.name}` }}
    />
  );
}

function Trust({ score, possible }: NonNullable<ListingRow["trust"]>) {
  return (
    <>
      <TrustBar score={score} possible={possible} small /> {scoreText(score, possible)}
    </>
  );
}
