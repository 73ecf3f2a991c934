import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { listTeams } from "#app/domain/identity/team-queries.server.ts";
import {
  listInstallations,
  listServersInUse,
  listTeamsInUse,
} from "#app/domain/inventory/inventory-queries.server.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { findTeamsInSight } from "#app/domain/overview/team-sight.server.ts";
import { can } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Tabs } from "#app/ui/layout/tabs.tsx";
import { plural } from "#app/ui/plural.ts";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { InstallationTable } from "./installation-table.tsx";
import { InventoryBlank, InventoryNoMatch, InventoryUnknown } from "./inventory-blank.tsx";
import { InventoryFilterBar } from "./inventory-filter-bar.tsx";
import { inventoryFoot } from "./inventory-foot.ts";
import { inventoryHref, readInventoryView } from "./inventory-view.ts";
import { ServerTable } from "./server-table.tsx";
import { TeamTable } from "./team-table.tsx";

export const meta: MetaFunction = () => [{ title: "Inventory · Castellan" }];
export const handle = { crumbs: () => [{ label: "Inventory" }] };

export const loader = memberLoader(async (ctx, { url, collector }) => {
  const opens = await findTeamsInSight(ctx);
  const seesTeams = can(ctx.actor, "inventory.read_teams") || opens.leads;
  const asked = readInventoryView(url);
  const view = seesTeams || asked.by !== "team" ? asked : { ...asked, by: "server" as const };
  const { by, filter, choice, sort } = view;
  const list =
    by === "server"
      ? { by, ...(await listServersInUse(ctx, filter, { ...choice, sort })) }
      : by === "installation"
        ? { by, ...(await listInstallations(ctx, filter, { ...choice, sort })) }
        : { by, ...(await listTeamsInUse(ctx, filter, choice)) };
  const teams = seesTeams ? await listTeams(ctx, { page: 1, perPage: 100 }) : { rows: [] };
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    you: ctx.actor.memberId,
    view,
    list,
    summary: await getInventorySummary(ctx),
    teams: teams.rows.map(({ id, name }) => ({ id, name })),
    seesTeams,
    opens,
    mayReport: can(ctx.actor, "inventory.report"),
    address: publicUrl(),
    sha256: collector.sha256,
  };
});

export default function Inventory() {
  const shown = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const { org, now, zone, summary, list } = shown;
  const { by, filter, choice, sort } = shown.view;
  const base = paths.inventory(org);
  const href = (changes: Record<string, string | number | undefined>) => inventoryHref(base, search, changes);
  const clearHref = by === "server" ? base : `${base}?by=${by}`;
  const isFiltered = Object.values(filter).some((value) => value !== undefined && value !== "");
  const isBlank = summary.installations === 0 && !isFiltered;
  const views = [
    { by: "server", label: "By server" },
    { by: "installation", label: "By installation" },
    ...(shown.seesTeams ? [{ by: "team", label: "By team" }] : []),
  ];
  const common = { org, now, zone, sort, hrefFor: (next: string) => href({ sort: next }) };
  return (
    <>
      <PageHeader
        title="Inventory"
        facts={[
          plural(summary.installations, { one: "# installation", other: "# installations" }),
          plural(summary.servers, { one: "# server", other: "# servers" }),
          plural(summary.devices, { one: "# device", other: "# devices" }),
        ]}
        actions={
          shown.mayReport ? (
            <>
              <ButtonLink href={paths.scan(org)}>Paste a file</ButtonLink>
              <ButtonLink href={paths.settings(org, "devices")} kind="primary" icon="plus">
                Add a device
              </ButtonLink>
            </>
          ) : undefined
        }
      />
      {isBlank ? (
        <InventoryBlank org={org} address={shown.address} sha256={shown.sha256} mayReport={shown.mayReport} />
      ) : (
        <>
          <Tabs
            label="Views of the inventory"
            tabs={views.map((view) => ({
              label: view.label,
              href: href({ by: view.by === "server" ? undefined : view.by, sort: undefined }),
              current: view.by === by,
            }))}
          />
          <InventoryFilterBar
            base={base}
            filter={filter}
            by={by}
            sort={sort}
            perPage={choice.perPage}
            teams={shown.teams}
            hrefWithout={(name) => href({ [name]: undefined })}
            clearHref={clearHref}
            total={list.total}
            isFiltered={isFiltered}
          />
          <InventoryUnknown
            summary={summary}
            silentHref={`${base}?by=installation&presence=silent`}
            devicesHref={paths.settings(org, "devices")}
          />
          {list.rows.length === 0 ? <InventoryNoMatch filter={filter} clearHref={clearHref} /> : null}
          {list.rows.length > 0 && list.by === "server" ? <ServerTable {...common} rows={list.rows} /> : null}
          {list.rows.length > 0 && list.by === "installation" ? (
            <InstallationTable {...common} you={shown.you} rows={list.rows} />
          ) : null}
          {list.rows.length > 0 && list.by === "team" ? (
            <TeamTable
              {...common}
              rows={list.rows}
              hrefOfTeam={(team) =>
                shown.opens.all || shown.opens.ids.includes(team)
                  ? paths.teamPage(org, team)
                  : href({ by: undefined, sort: undefined, team })
              }
            />
          ) : null}
          <TableFoot
            {...inventoryFoot(choice, { total: list.total, shown: list.rows.length }, href)}
            exportHref={inventoryHref(paths.inventoryCsv(org), search, { by: undefined, sort: undefined })}
          />
        </>
      )}
    </>
  );
}
