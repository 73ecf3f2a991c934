import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listTeamsInUse } from "#app/domain/inventory/inventory-queries.server.ts";
import { getCoverage } from "#app/domain/overview/coverage-queries.server.ts";
import { getOverview } from "#app/domain/overview/overview-queries.server.ts";
import { getOwnOverview } from "#app/domain/overview/own-overview-queries.server.ts";
import { findTeamsInSight } from "#app/domain/overview/team-sight.server.ts";
import { can } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { InventoryBlank } from "#app/routes/inventory/inventory-blank.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { OrganizationOverview } from "./organization-overview.tsx";
import { OwnOverview } from "./own-overview.tsx";

const MOST_TEAMS = 8;

export const meta: MetaFunction = () => [{ title: "Overview · Castellan" }];
export const handle = { crumbs: () => [{ label: "Overview" }] };

export const loader = memberLoader(async (ctx, { collector }) => {
  const frame = {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    me: ctx.actor.memberId,
    mayReport: can(ctx.actor, "inventory.report"),
    mayAsk: can(ctx.actor, "request.create"),
    address: publicUrl(),
    sha256: collector.sha256,
  };
  const opens = await findTeamsInSight(ctx);
  if (!can(ctx.actor, "inventory.read_teams") && !opens.leads) {
    return { ...frame, view: "own" as const, own: await getOwnOverview(ctx) };
  }
  const stands = await getOverview(ctx);
  const teams = await listTeamsInUse(ctx, {}, { page: 1, perPage: MOST_TEAMS });
  const seesAll = can(ctx.actor, "inventory.read_all");
  const coverage = seesAll ? await getCoverage(ctx, {}) : null;
  return { ...frame, view: "organization" as const, stands, teams, opens, seesAll, coverage };
});

export default function OverviewPage() {
  const shown = useLoaderData<typeof loader>();
  const { inventory } = shown.view === "own" ? shown.own : shown.stands;
  const isBlank = inventory.devices === 0 && inventory.installations === 0;
  const blank = isBlank ? <InventoryBlank {...shown} /> : null;
  if (shown.view === "own") return <OwnOverview {...shown} {...shown.own} blank={blank} />;
  if (isBlank && shown.stands.next.length === 0) {
    return (
      <>
        <PageHeader
          title="Overview"
          answer="Nothing is known yet."
          actions={
            shown.mayReport ? (
              <ButtonLink href={paths.settings(shown.org, "devices")} kind="primary" icon="plus">
                Add a device
              </ButtonLink>
            ) : undefined
          }
        />
        {blank}
      </>
    );
  }
  return <OrganizationOverview {...shown} {...shown.stands} blank={blank} />;
}
