import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { shortenMiddle } from "#app/ui/shorten-middle.ts";

/** The way up from a server's page, or from a page below it when `label` names that one. */
export function serverCrumbs(data: unknown, label?: string): Crumb[] {
  const known = factsOf(data);
  if (!known) return [{ label: label ?? "Server" }];
  const name = shortenMiddle(printableText(known.identity), 48);
  return [
    { label: "Catalog", href: paths.catalog(known.org) },
    ...(label ? [{ label: name, href: paths.server(known.org, known.id) }, { label }] : [{ label: name }]),
  ];
}

/** A loader that failed has no data; every loader below a server answers `org` and `server`. */
function factsOf(data: unknown): { org: string; id: string; identity: string } | undefined {
  if (typeof data !== "object" || data === null || !("org" in data) || !("server" in data)) return undefined;
  const { org, server } = data;
  if (typeof org !== "string" || typeof server !== "object" || server === null) return undefined;
  if (!("id" in server) || !("identity" in server)) return undefined;
  return { org, id: String(server.id), identity: String(server.identity) };
}
