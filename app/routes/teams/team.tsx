import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { getTeamOverview } from "#app/domain/overview/team-page-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Section } from "#app/ui/section.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { GrantTable } from "../grants/grant-table.tsx";
import { footOf, numberedPage } from "../org/settings/numbered-page.ts";
import { orgOf, textOf } from "../org/settings/settings-crumbs.ts";
import { settingsPartsFor } from "../org/settings/settings-parts.ts";
import { CoverageFigure } from "../overview/coverage-figure.tsx";
import { MoreLink } from "../overview/more-link.tsx";
import { RequestTable } from "../requests/request-table.tsx";
import { TeamHead } from "./team-head.tsx";
import { TeamServerTable } from "./team-server-table.tsx";
import { TeamStats } from "./team-stats.tsx";

const MOST = 10;

export const meta: MetaFunction = ({ data }) => [
  { title: `${textOf(data, "title") || "Team"} · Teams · Castellan` },
];
export const handle = {
  crumbs: (data: unknown) => [
    orgOf(data) ? { label: "Inventory", href: paths.inventory(orgOf(data)) } : { label: "Inventory" },
    { label: textOf(data, "title") || "Team" },
  ],
};

export const loader = memberLoader(async (ctx, { url, params }) => {
  const page = numberedPage(url);
  const shown = await getTeamOverview(ctx, params.teamId ?? "", { ...page, most: MOST });
  return {
    ...shown,
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    at: ctx.now,
    title: shown.team.name,
    page,
    mayAsk: can(ctx.actor, "request.create") && shown.team.archivedAt === null,
    seesSettings: settingsPartsFor(ctx.actor.role).some(({ part }) => part === "teams"),
  };
});

export default function Team() {
  const shown = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const { org, zone, at, team, sight, coverage, servers, requests, grants, page } = shown;
  const table = { org, zone, now: at };
  const ofTeam = new URLSearchParams({ team: team.id });
  return (
    <>
      <TeamHead {...shown} />
      {team.archivedAt ? (
        <div className="mb-6">
          <Banner kind="info">
            This team is archived: nobody can ask for it unless it is taken out of the archive.
          </Banner>
        </div>
      ) : null}
      {sight === "whole" ? <TeamStats {...shown} /> : null}
      {coverage ? (
        <Section title="Coverage">
          <CoverageFigure
            coverage={coverage}
            zone={coverage.timeZone}
            csvHref={`${paths.coverageCsv(org)}?${ofTeam}`}
          />
        </Section>
      ) : null}
      <Section
        title={sight === "whole" ? "Servers in use" : "Servers you use"}
        intro="As devices reported them, those nobody approved first."
      >
        {servers.total === 0 ? (
          <EmptyState kind="nothing-yet" title="No server has been reported">
            {sight === "whole"
              ? "What members of this team have in their clients stands here once one of their devices reports."
              : "What you have in your clients stands here once one of your devices reports."}
          </EmptyState>
        ) : (
          <>
            <TeamServerTable {...table} teamId={team.id} rows={servers.rows} mayAsk={shown.mayAsk} />
            <TableFoot
              {...footOf(
                { ...page, total: servers.total, shown: servers.rows.length },
                search,
                paths.teamPage(org, team.id),
              )}
            />
          </>
        )}
      </Section>
      <Section title="Waiting for a decision">
        {requests.rows.length > 0 ? (
          <RequestTable
            {...table}
            rows={requests.rows}
            caption="Requests for the team and its members that are not decided yet"
          />
        ) : (
          <p className="text-muted">
            {sight === "whole"
              ? "No request for the team or one of its members is open."
              : "No request of yours is open."}
          </p>
        )}
        <MoreLink
          href={`${paths.requests(org)}?${new URLSearchParams({ team: team.id, open: "yes" })}`}
          total={requests.total}
          shown={requests.rows.length}
          noun="open requests"
        />
      </Section>
      <Section title="Grants of the team" intro="What every member may use because they are in it.">
        {grants.rows.length > 0 ? (
          <GrantTable {...table} rows={grants.rows} caption="Grants issued to the team, newest first" />
        ) : (
          <p className="text-muted">Nothing was ever granted to the team itself.</p>
        )}
        <MoreLink
          href={`${paths.grants(org)}?${ofTeam}`}
          total={grants.total}
          shown={grants.rows.length}
          noun="grants"
        />
      </Section>
    </>
  );
}
