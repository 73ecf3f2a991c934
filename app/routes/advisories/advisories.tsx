import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { AdvisoryFilter } from "#app/domain/advisories/advisory-inputs.ts";
import { listAdvisories } from "#app/domain/advisories/advisory-queries.server.ts";
import { ADVISORY_SEVERITIES } from "#app/domain/advisories/advisory-words.ts";
import { countDueReleases } from "#app/domain/advisories/match-queries.server.ts";
import { inventoryParameters, PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { can } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { inventoryFoot } from "#app/routes/inventory/inventory-foot.ts";
import { inventoryHref } from "#app/routes/inventory/inventory-view.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { SEVERITY_WORDS } from "./advisory-looks.ts";
import { AdvisoryTable } from "./advisory-table.tsx";
import { dueWords } from "./due-words.ts";
import { NoAdvisories } from "./no-advisories.tsx";

export const meta: MetaFunction = () => [{ title: "Advisories · Castellan" }];
export const handle = { crumbs: () => [{ label: "Advisories" }] };

export const loader = memberLoader(async (ctx, { url }) => {
  const asked = inventoryParameters(url.searchParams);
  const filter = AdvisoryFilter.parse(asked);
  const choice = PageChoice.parse(asked);
  const bounds = { limit: choice.perPage, offset: (choice.page - 1) * choice.perPage };
  const { rows, total } = await listAdvisories(
    ctx,
    { ...filter, concerns: filter.concerns ?? "here" },
    bounds,
  );
  const { slug: org, timeZone: zone } = ctx.org;
  return {
    org,
    zone,
    now: ctx.now,
    filter,
    choice,
    rows,
    total,
    due: await countDueReleases(ctx),
    mayImport: can(ctx.actor, "advisory.import"),
  };
});

export default function Advisories() {
  const { org, zone, now, filter, choice, rows, total, due, mayImport } = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const base = paths.advisories(org);
  const href = (changes: Record<string, string | number | undefined>) => inventoryHref(base, search, changes);
  const isFiltered = Boolean(filter.q || filter.severity || filter.concerns === "all");
  return (
    <>
      <PageHeader
        title="Advisories"
        answer="Known vulnerable and malicious releases, held against every server here and what comes with it."
        actions={
          mayImport ? (
            <ButtonLink href={paths.advisoryImports(org)} kind="primary" icon="upload">
              Import advisories
            </ButtonLink>
          ) : undefined
        }
      />
      <FilterBar
        action={base}
        search={{ name: "q", label: "Id or package", value: filter.q ?? "" }}
        selects={[
          {
            name: "concerns",
            label: "Which",
            any: "Those that concern us",
            value: filter.concerns ?? "",
            options: [{ value: "all", label: "All that were imported" }],
          },
          {
            name: "severity",
            label: "Severity",
            any: "Any severity",
            value: filter.severity ?? "",
            options: ADVISORY_SEVERITIES.map((known) => ({ value: known, label: SEVERITY_WORDS[known] })),
          },
        ]}
        keep={choice.perPage === 50 ? {} : { perPage: String(choice.perPage) }}
        chips={[
          ...(filter.q ? [{ label: `Search: ${filter.q}`, removeHref: href({ q: undefined }) }] : []),
          ...(filter.severity
            ? [
                {
                  label: `Severity: ${SEVERITY_WORDS[filter.severity]}`,
                  removeHref: href({ severity: undefined }),
                },
              ]
            : []),
        ]}
        clearHref={base}
        result={plural(total, { zero: "No advisory", one: "# advisory", other: "# advisories" })}
      />
      {rows.length === 0 ? (
        <NoAdvisories isFiltered={isFiltered} due={due} allHref={`${base}?concerns=all`} clearHref={base} />
      ) : (
        <>
          {due > 0 ? <p className="hint mb-3">{dueWords(due)}</p> : null}
          <AdvisoryTable org={org} rows={rows} now={now} zone={zone} />
          <TableFoot {...inventoryFoot(choice, { total, shown: rows.length }, href)} />
        </>
      )}
    </>
  );
}
