import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";

/** The way up from a page of requests; `handle.crumbs` gets its loader's data untyped, with `org` when it succeeded. */
export function requestCrumbs(data: unknown, label?: string): Crumb[] {
  const org = typeof data === "object" && data !== null && "org" in data ? String(data.org) : "";
  const list = { label: "Requests", ...(org && label ? { href: paths.requests(org) } : {}) };
  return label ? [list, { label }] : [list];
}
