import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { can } from "#app/domain/permissions.ts";
import { listRequests, RequestFilter, shownState } from "#app/domain/requests/request-queries.server.ts";
import { REQUEST_STATES } from "#app/domain/requests/request-words.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { requestLook } from "#app/ui/tones.ts";
import { footOf } from "../org/settings/numbered-page.ts";
import { requestCrumbs } from "./request-crumbs.ts";
import { RequestTable } from "./request-table.tsx";

export const meta: MetaFunction = () => [{ title: "Requests · Castellan" }];
export const handle = { crumbs: (data: unknown) => requestCrumbs(data) };

export const loader = memberLoader(async (ctx, { url }) => {
  const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ""));
  const filter = RequestFilter.parse(given);
  const choice = PageChoice.parse(given);
  const { page, perPage } = choice;
  const found = await listRequests(ctx, filter, { limit: perPage, offset: (page - 1) * perPage });
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    filter,
    choice,
    total: found.total,
    rows: found.rows.map((row) => ({ ...row, state: shownState(row, ctx.now) })),
    mayAsk: can(ctx.actor, "request.create"),
  };
});

export default function Requests() {
  const { org, zone, now, filter, choice, total, rows, mayAsk } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const base = paths.requests(org);
  const { state, server, requester, team, agent, open } = filter;
  const filters = [state, server, requester, team, agent, open].filter(Boolean).length;
  const foot = footOf({ ...choice, total, shown: rows.length }, params.toString(), base);
  const chips = [
    ...(filter.state
      ? [
          {
            label: `Status: ${requestLook[filter.state].word.toLowerCase()}`,
            removeHref: without(params, base, "state"),
          },
        ]
      : []),
    ...(filter.server ? [{ label: "One server", removeHref: without(params, base, "server") }] : []),
    ...(filter.requester ? [{ label: "One person", removeHref: without(params, base, "requester") }] : []),
    ...(filter.team ? [{ label: "One team", removeHref: without(params, base, "team") }] : []),
    ...(filter.agent ? [{ label: "One agent", removeHref: without(params, base, "agent") }] : []),
    ...(filter.open ? [{ label: "Not decided yet", removeHref: without(params, base, "open") }] : []),
  ];
  return (
    <>
      <PageHeader
        title="Requests"
        answer="Who asked for what, and what became of it."
        actions={
          mayAsk ? (
            <ButtonLink kind="primary" icon="plus" href={paths.newRequest(org)}>
              Request access
            </ButtonLink>
          ) : undefined
        }
      />
      <FilterBar
        action={base}
        selects={[
          {
            name: "state",
            label: "Status",
            any: "Any status",
            ...(filter.state ? { value: filter.state } : {}),
            options: REQUEST_STATES.map((state) => ({ value: state, label: requestLook[state].word })),
          },
        ]}
        chips={chips}
        clearHref={base}
        result={plural(total, {
          zero: filters > 0 ? "No request matches." : "No requests yet.",
          one: "# request.",
          other: "# requests.",
        })}
      />
      {rows.length > 0 ? (
        <>
          <RequestTable org={org} zone={zone} now={now} rows={rows} caption="Requests, newest first" />
          <TableFoot {...foot} />
        </>
      ) : filters > 0 ? (
        <EmptyState
          kind="no-match"
          title="No request matches"
          action={<ButtonLink href={base}>Clear filters</ButtonLink>}
        />
      ) : (
        <EmptyState kind="nothing-yet" title="Nobody has asked for access yet">
          A request says who wants to use which server, what for and until when.
        </EmptyState>
      )}
    </>
  );
}

function without(params: URLSearchParams, base: string, name: string): string {
  const rest = new URLSearchParams(params);
  rest.delete(name);
  return `${base}?${rest}`;
}
