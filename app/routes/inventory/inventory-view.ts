import {
  InstallationSort,
  InventoryFilter,
  inventoryParameters,
  PageChoice,
  ServerSort,
} from "#app/domain/inventory/inventory-filters.ts";

export const GROUPINGS = ["server", "installation", "team"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type InventoryView = {
  by: Grouping;
  filter: InventoryFilter;
  choice: PageChoice;
  sort: string;
};

/** What the address of the inventory asks for; what means nothing is left out. */
export function readInventoryView(url: URL): InventoryView {
  const asked = inventoryParameters(url.searchParams);
  const by = GROUPINGS.find((known) => known === asked.by) ?? "server";
  return {
    by,
    filter: InventoryFilter.parse(asked),
    choice: PageChoice.parse(asked),
    sort: (by === "installation" ? InstallationSort : ServerSort).parse(asked.sort),
  };
}

/** The address of the same view with some parameters changed; undefined takes one away. A change starts at page 1. */
export function inventoryHref(
  base: string,
  search: string,
  changes: Record<string, string | number | undefined>,
): string {
  const params = new URLSearchParams(search);
  params.delete("page");
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) params.delete(name);
    else params.set(name, String(value));
  }
  return params.size > 0 ? `${base}?${params}` : base;
}
