import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { z } from "zod";
import { SERVER_KINDS } from "#app/domain/catalog/catalog-words.ts";
import { PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { listServers } from "#app/domain/inventory/server-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { inventoryFoot } from "#app/routes/inventory/inventory-foot.ts";
import { inventoryHref } from "#app/routes/inventory/inventory-view.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { CatalogTable } from "./catalog-table.tsx";
import { CatalogTabs } from "./catalog-tabs.tsx";

export const meta: MetaFunction = () => [{ title: "Catalog · Castellan" }];
export const handle = { crumbs: () => [{ label: "Catalog" }] };

const Filter = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  kind: z.enum(SERVER_KINDS).optional().catch(undefined),
});

const KINDS = {
  npm: "npm package",
  pypi: "PyPI package",
  oci: "Container image",
  remote: "Remote server",
  command: "Command",
} as const satisfies Record<(typeof SERVER_KINDS)[number], string>;

export const loader = memberLoader(async (ctx, { url }) => {
  const asked = Object.fromEntries(url.searchParams);
  const filter = Filter.parse(asked);
  const choice = PageChoice.parse(asked);
  const { rows, total } = await listServers(ctx, filter, {
    limit: choice.perPage,
    offset: (choice.page - 1) * choice.perPage,
  });
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    filter,
    choice,
    rows,
    total,
    mayRequest: can(ctx.actor, "request.create"),
  };
});

export default function Catalog() {
  const { org, zone, now, filter, choice, rows, total, mayRequest } = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const base = paths.catalog(org);
  const href = (changes: Record<string, string | number | undefined>) => inventoryHref(base, search, changes);
  const isFiltered = Boolean(filter.q || filter.kind);
  const chips = [
    ...(filter.q ? [{ label: `Search: ${filter.q}`, removeHref: href({ q: undefined }) }] : []),
    ...(filter.kind ? [{ label: `Kind: ${KINDS[filter.kind]}`, removeHref: href({ kind: undefined }) }] : []),
  ];
  return (
    <>
      <PageHeader
        title="Catalog"
        answer="Every server this organization met, in use or not, by its identity."
        actions={
          mayRequest ? (
            <ButtonLink kind="primary" href={paths.newRequest(org)} icon="plus">
              Request a server
            </ButtonLink>
          ) : undefined
        }
      />
      <CatalogTabs org={org} current="known" />
      <FilterBar
        action={base}
        search={{ name: "q", label: "Search servers", value: filter.q ?? "" }}
        selects={[
          {
            name: "kind",
            label: "Kind",
            any: "Any kind",
            value: filter.kind ?? "",
            options: SERVER_KINDS.map((kind) => ({ value: kind, label: KINDS[kind] })),
          },
        ]}
        keep={choice.perPage === 50 ? {} : { perPage: String(choice.perPage) }}
        chips={chips}
        clearHref={base}
        result={plural(total, { one: "# server", other: "# servers" })}
      />
      {rows.length > 0 ? (
        <>
          <CatalogTable org={org} rows={rows} now={now} zone={zone} />
          <TableFoot {...inventoryFoot(choice, { total, shown: rows.length }, href)} />
        </>
      ) : (
        <Nothing org={org} base={base} isFiltered={isFiltered} mayRequest={mayRequest} />
      )}
    </>
  );
}

type NothingProps = { org: string; base: string; isFiltered: boolean; mayRequest: boolean };

function Nothing({ org, base, isFiltered, mayRequest }: NothingProps) {
  if (isFiltered) {
    return (
      <EmptyState
        kind="no-match"
        title="No server matches."
        action={<ButtonLink href={base}>Clear filters</ButtonLink>}
      >
        {mayRequest ? "You can ask for a server that is not here: paste its identity in a request." : null}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="nothing-yet"
      title="No server is known yet"
      action={<ButtonLink href={paths.inventory(org)}>See how devices report</ButtonLink>}
    >
      A server appears here when a device reports it or somebody asks for it.
    </EmptyState>
  );
}
