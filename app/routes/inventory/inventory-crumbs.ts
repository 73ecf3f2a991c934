import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";

/** The way up from a page below the inventory; `data` is what that page's loader answered. */
export function inventoryCrumbs(data: unknown, label: string): Crumb[] {
  const org = orgOf(data);
  return org === undefined ? [{ label }] : [{ label: "Inventory", href: paths.inventory(org) }, { label }];
}

function orgOf(data: unknown): string | undefined {
  return typeof data === "object" && data !== null && "org" in data && typeof data.org === "string"
    ? data.org
    : undefined;
}
