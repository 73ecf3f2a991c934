import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { can } from "#app/domain/permissions.ts";
import { countListings, listListings } from "#app/domain/registries/listing-queries.server.ts";
import { ListingFilter, ListingOrder } from "#app/domain/registries/listing-words.ts";
import { listRegistryNames } from "#app/domain/registries/registry-queries.server.ts";
import { countUncounted } from "#app/domain/trust/listing-trust-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { inventoryFoot } from "#app/routes/inventory/inventory-foot.ts";
import { inventoryHref } from "#app/routes/inventory/inventory-view.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { CatalogTabs } from "./catalog-tabs.tsx";
import { chipsOf, ListingFacetLinks, selectsOf } from "./listing-facets.tsx";
import { ListingTable } from "./listing-table.tsx";

export const meta: MetaFunction = () => [{ title: "Listed by registries · Catalog · Castellan" }];
export const handle = { crumbs: () => [{ label: "Catalog" }] };

export const loader = memberLoader(async (ctx, { url }) => {
  const asked = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ""));
  const filter = ListingFilter.parse(asked);
  const choice = PageChoice.parse(asked);
  const sort = ListingOrder.parse(asked.sort);
  const { total, facets } = await countListings(ctx, filter);
  const page = { limit: choice.perPage, offset: (choice.page - 1) * choice.perPage };
  const rows = await listListings(ctx, filter, { ...page, sort });
  return {
    org: ctx.org.slug,
    filter,
    sort,
    uncounted: await countUncounted(ctx),
    choice,
    rows,
    total,
    facets,
    registries: await listRegistryNames(ctx),
    mayRequest: can(ctx.actor, "request.create"),
    maySetUp: can(ctx.actor, "registry.manage"),
  };
});

export default function Listings() {
  const { org, filter, sort, uncounted, choice, rows, total, facets, registries, mayRequest, maySetUp } =
    useLoaderData<typeof loader>();
  const { search } = useLocation();
  const base = paths.listings(org);
  const href = (changes: Record<string, string | number | undefined>) => inventoryHref(base, search, changes);
  const chips = chipsOf(filter, registries, href);
  return (
    <>
      <PageHeader
        title="Catalog"
        answer="What registries list, in use here or not. What a server touches is what its registry declares."
        actions={
          mayRequest ? (
            <ButtonLink kind="primary" href={paths.newRequest(org)} icon="plus">
              Request a server
            </ButtonLink>
          ) : undefined
        }
      />
      <CatalogTabs org={org} current="listed" />
      <FilterBar
        action={base}
        search={{ name: "q", label: "Search by name and description", value: filter.q ?? "" }}
        selects={selectsOf(filter, facets)}
        keep={{
          ...(filter.publisher ? { publisher: filter.publisher } : {}),
          ...(filter.registry ? { registry: filter.registry } : {}),
          ...(filter.trust ? { trust: filter.trust } : {}),
          ...(sort === "name" ? {} : { sort }),
          ...(choice.perPage === 50 ? {} : { perPage: String(choice.perPage) }),
        }}
        chips={chips}
        clearHref={base}
        result={plural(total, {
          zero: "No listed server matches.",
          one: "# listed server",
          other: "# listed servers",
        })}
      />
      {uncounted > 0 ? (
        <p className="hint mb-3">
          {plural(uncounted, {
            one: "The trust of # server is being counted anew.",
            other: "The trust of # servers is being counted anew.",
          })}
        </p>
      ) : null}
      <ListingFacetLinks facets={facets} registries={registries} href={href} />
      {rows.length > 0 ? (
        <form method="get" action={paths.compareListings(org)}>
          <ListingTable org={org} rows={rows} sort={{ order: sort, href }} />
          <div className="mt-3">
            <Button icon="git-compare-arrows">Compare the selected</Button>
          </div>
          <TableFoot {...inventoryFoot(choice, { total, shown: rows.length }, href)} />
        </form>
      ) : chips.length > 0 ? (
        <EmptyState
          kind="no-match"
          title="No listed server matches."
          action={<ButtonLink href={base}>Clear filters</ButtonLink>}
        >
          {mayRequest
            ? "You can ask for a server that is not listed: paste its identity in a request."
            : null}
        </EmptyState>
      ) : (
        <EmptyState
          kind="nothing-yet"
          title="No registry was read yet"
          action={
            maySetUp ? (
              <ButtonLink href={paths.settings(org, "registries")}>Add a registry</ButtonLink>
            ) : undefined
          }
        >
          Listed servers appear here once a registry is read.
        </EmptyState>
      )}
    </>
  );
}
