import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import { findingWords } from "#app/ui/finding-words.ts";
import { plural } from "#app/ui/plural.ts";
import { clientOptions } from "#app/ui/scan/client-options.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { presenceLook, riskLook, standingLook } from "#app/ui/tones.ts";
import type { Grouping } from "./inventory-view.ts";

type InventoryFiltersProps = {
  base: string;
  filter: InventoryFilter;
  by: Grouping;
  sort: string;
  perPage: number;
  teams: readonly { id: string; name: string }[];
  hrefWithout: (name: string) => string;
  clearHref: string;
  total: number;
  /** Where nothing looks empty: nobody reported yet. */
  isFiltered: boolean;
};

const NOUNS: Record<Grouping, { one: string; other: string }> = {
  server: { one: "# server", other: "# servers" },
  installation: { one: "# installation", other: "# installations" },
  team: { one: "# group", other: "# groups" },
};

const options = (looks: Record<string, { word: string }>, suffix = "") =>
  Object.entries(looks).map(([value, { word }]) => ({ value, label: `${word}${suffix}` }));

const STANDING_OPTIONS = options(standingLook);
const SEVERITY_OPTIONS = options(riskLook, " or worse");

/** Search, four filters, and a chip for each filter in force. */
export function InventoryFilterBar({ filter, by, teams, ...props }: InventoryFiltersProps) {
  const { server, member, device, presence, finding } = filter;
  const teamOptions = teams.map(({ id, name }) => ({ value: id, label: name }));
  const words: [name: string, label: string | undefined][] = [
    ["q", filter.q && `Search: ${filter.q}`],
    ["standing", filter.standing && `Status: ${standingLook[filter.standing].word}`],
    ["severity", filter.severity && `Findings: ${riskLook[filter.severity].word} or worse`],
    [
      "team",
      filter.team && `Team: ${teams.find(({ id }) => id === filter.team)?.name ?? "one you cannot see"}`,
    ],
    ["client", filter.client && `Client: ${CLIENT_NAMES[filter.client]}`],
    ["finding", finding && `Finding: ${findingWords[finding]}`],
    ["presence", presence && `Presence: ${presenceLook[presence].word}`],
    ["server", server && "One server"],
    ["member", member && "One person"],
    ["device", device && "One device"],
  ];
  const chips = words.flatMap(([name, label]) =>
    label ? [{ label, removeHref: props.hrefWithout(name) }] : [],
  );
  const keep = Object.entries({
    by: by === "server" ? undefined : by,
    sort: props.sort === "need" ? undefined : props.sort,
    perPage: props.perPage === 50 ? undefined : String(props.perPage),
    presence,
    finding,
    server,
    member,
    device,
  }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const found = plural(props.total, NOUNS[by]);
  return (
    <FilterBar
      action={props.base}
      search={{ name: "q", label: "Search servers and people", value: filter.q ?? "" }}
      selects={[
        {
          name: "standing",
          label: "Status",
          any: "Any status",
          value: filter.standing ?? "",
          options: STANDING_OPTIONS,
        },
        {
          name: "severity",
          label: "Findings",
          any: "Any findings",
          value: filter.severity ?? "",
          options: SEVERITY_OPTIONS,
        },
        ...(teams.length > 0
          ? [{ name: "team", label: "Team", any: "Any team", value: filter.team ?? "", options: teamOptions }]
          : []),
        {
          name: "client",
          label: "Client",
          any: "Any client",
          value: filter.client ?? "",
          options: clientOptions,
        },
      ]}
      keep={Object.fromEntries(keep)}
      chips={chips}
      clearHref={props.clearHref}
      result={props.isFiltered ? `${found} found` : found}
    />
  );
}
