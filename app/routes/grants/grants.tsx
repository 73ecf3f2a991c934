import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { GrantFilter, listGrants } from "#app/domain/grants/grant-queries.server.ts";
import { GRANT_STATES } from "#app/domain/grants/grant-rules.ts";
import { PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { grantLook } from "#app/ui/tones.ts";
import { footOf } from "../org/settings/numbered-page.ts";
import { GrantTable } from "./grant-table.tsx";
import { grantCrumbs } from "./grant-words.ts";

export const meta: MetaFunction = () => [{ title: "Grants · Castellan" }];
export const handle = { crumbs: (data: unknown) => grantCrumbs(data) };

export const loader = memberLoader(async (ctx, { url }) => {
  const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ""));
  const filter = GrantFilter.parse(given);
  const choice = PageChoice.parse(given);
  const { page, perPage } = choice;
  const { rows, total } = await listGrants(ctx, filter, { limit: perPage, offset: (page - 1) * perPage });
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, filter, choice, rows, total };
});

export default function Grants() {
  const { org, zone, now, filter, choice, rows, total } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const base = paths.grants(org);
  const chips = FILTERS.flatMap(({ name, label }) => {
    const value = filter[name];
    if (!value) return [];
    const rest = new URLSearchParams(params);
    rest.delete(name);
    return [{ label: label(value), removeHref: `${base}?${rest}` }];
  });
  return (
    <>
      <PageHeader title="Grants" answer="Who may use which server, where and until when." />
      <FilterBar
        action={base}
        selects={[
          {
            name: "state",
            label: "Status",
            any: "Any status",
            ...(filter.state ? { value: filter.state } : {}),
            options: GRANT_STATES.map((state) => ({ value: state, label: grantLook[state].word })),
          },
        ]}
        chips={chips}
        clearHref={base}
        result={plural(total, {
          zero: chips.length > 0 ? "No grant matches." : "No grants yet.",
          one: "# grant.",
          other: "# grants.",
        })}
      />
      {rows.length > 0 ? (
        <>
          <GrantTable
            org={org}
            zone={zone}
            now={now}
            rows={rows}
            caption={filter.endsWithin ? "Grants, the next to end first" : "Grants, newest first"}
          />
          <TableFoot {...footOf({ ...choice, total, shown: rows.length }, params.toString(), base)} />
        </>
      ) : chips.length > 0 ? (
        <EmptyState
          kind="no-match"
          title="No grant matches"
          action={<ButtonLink href={base}>Clear filters</ButtonLink>}
        />
      ) : (
        <EmptyState kind="nothing-yet" title="No grants yet">
          An approved request makes one: who, which server, which tools, where and until when.
        </EmptyState>
      )}
    </>
  );
}

const FILTERS = [
  { name: "state", label: (value: string | number) => `Status: ${value}` },
  { name: "server", label: () => "One server" },
  { name: "member", label: () => "One person" },
  { name: "team", label: () => "One team" },
  { name: "endsWithin", label: (value: string | number) => `Ends within ${value} days` },
  { name: "agent", label: () => "One agent" },
] as const;
