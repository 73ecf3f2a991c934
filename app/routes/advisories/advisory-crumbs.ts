import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";

/** The way up from a page below the advisories. A loader that failed has no data. */
export function advisoryCrumbs(data: unknown, label: string, between: "imports" | null = null): Crumb[] {
  const org = orgOf(data);
  if (org === undefined) return [{ label }];
  const up = between === "imports" ? [{ label: "Imports", href: paths.advisoryImports(org) }] : [];
  return [{ label: "Advisories", href: paths.advisories(org) }, ...up, { label }];
}

function orgOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null || !("org" in data)) return undefined;
  return typeof data.org === "string" ? data.org : undefined;
}
