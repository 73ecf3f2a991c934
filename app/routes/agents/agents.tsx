import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { AgentFilter, listAgents } from "#app/domain/identity/agent-queries.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { listMemberNames } from "#app/domain/identity/member-name-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf, numberedPage } from "../org/settings/numbered-page.ts";
import { AgentTable } from "./agent-table.tsx";
import { agentCrumbs } from "./agent-words.ts";

export const meta: MetaFunction = () => [{ title: "Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data) };

export const loader = memberLoader(async (ctx, { url }) => {
  const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ""));
  const filter = AgentFilter.parse(given);
  const page = numberedPage(url);
  const seesAll = can(ctx.actor, "agent.read_all");
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    you: ctx.actor.memberId,
    filter,
    page,
    ...(await listAgents(ctx, filter, page)),
    owners: seesAll ? await listMemberNames(ctx) : [],
    seesAll,
    mayRegister: can(ctx.actor, "agent.manage_own"),
  };
});

const VIEWS = { review: "Review due", ownerless: "Nobody answers", retired: "Retired" };

export default function Agents() {
  const shown = useLoaderData<typeof loader>();
  const { org, filter, page, rows, total, owners, seesAll, mayRegister } = shown;
  const [params] = useSearchParams();
  const here = paths.agents(org);
  const chip = (name: keyof AgentFilter, label: string) => {
    const rest = new URLSearchParams(params);
    rest.delete(name);
    return { label, removeHref: `${here}?${rest}` };
  };
  const ownerName = owners.find((one) => one.id === filter.owner)?.name;
  const chips = [
    ...(filter.q ? [chip("q", `Name: ${filter.q}`)] : []),
    ...(filter.view ? [chip("view", VIEWS[filter.view])] : []),
    ...(filter.environment ? [chip("environment", `Where: ${filter.environment}`)] : []),
    ...(filter.owner ? [chip("owner", ownerName ? `Owner: ${ownerName}` : "One owner")] : []),
  ];
  const register = mayRegister ? (
    <ButtonLink href={paths.newAgent(org)} kind="primary" icon="plus">
      Register an agent
    </ButtonLink>
  ) : undefined;
  return (
    <>
      <PageHeader
        title="Agents"
        answer="Programs that call servers by themselves: who answers for each, and when it is looked at again."
        actions={total > 0 || chips.length > 0 ? register : undefined}
      />
      <FilterBar
        action={here}
        search={{ name: "q", label: "Find an agent", value: filter.q ?? "" }}
        selects={[
          {
            name: "view",
            label: "Status",
            any: "Not retired",
            ...(filter.view ? { value: filter.view } : {}),
            options: Object.entries(VIEWS).map(([value, label]) => ({ value, label })),
          },
          {
            name: "environment",
            label: "Where",
            any: "Everywhere",
            ...(filter.environment ? { value: filter.environment } : {}),
            options: ENVIRONMENTS.map((value) => ({ value, label: value })),
          },
          ...(seesAll
            ? [
                {
                  name: "owner",
                  label: "Owner",
                  any: "Any owner",
                  ...(filter.owner ? { value: filter.owner } : {}),
                  options: owners.map(({ id, name, hasLeft }) => ({
                    value: id,
                    label: hasLeft ? `${name} (left)` : name,
                  })),
                },
              ]
            : []),
        ]}
        keep={{ perPage: String(page.perPage) }}
        chips={chips}
        clearHref={here}
        result={plural(total, {
          zero: chips.length > 0 ? "No agent matches." : "No agents yet.",
          one: "# agent.",
          other: "# agents.",
        })}
      />
      {rows.length > 0 ? (
        <>
          <AgentTable {...shown} caption="Agents, the next review first" />
          <TableFoot {...footOf({ ...page, total, shown: rows.length }, params.toString(), here)} />
        </>
      ) : chips.length > 0 ? (
        <EmptyState
          kind="no-match"
          title="No agent matches"
          action={<ButtonLink href={here}>Clear all filters</ButtonLink>}
        />
      ) : (
        <EmptyState kind="nothing-yet" title="No agent that you can see" action={register}>
          An agent has a name, somebody who answers for it and a date of its next review. It may use nothing
          until access is granted to it.
        </EmptyState>
      )}
    </>
  );
}
