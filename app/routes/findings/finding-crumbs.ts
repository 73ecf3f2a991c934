import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";

/** The way up from a page below the findings; `data` is what that page's loader answered. */
export function findingCrumbs(data: unknown, ...labels: string[]): Crumb[] {
  const rest = labels.map((label) => ({ label }));
  if (typeof data !== "object" || data === null || !("org" in data) || typeof data.org !== "string")
    return rest;
  const { org } = data;
  const above = { label: "Inventory", href: paths.inventory(org) };
  return rest.length === 0
    ? [above, { label: "Findings" }]
    : [above, { label: "Findings", href: paths.findings(org) }, ...rest];
}
