import type { ReactNode } from "react";
import type { TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import type { Overview } from "#app/domain/overview/overview-queries.server.ts";
import { ENDING_DAYS } from "#app/domain/overview/overview-words.ts";
import type { TeamsInSight } from "#app/domain/overview/team-sight.server.ts";
import { paths } from "#app/http/paths.ts";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Section } from "#app/ui/section.tsx";
import { CoverageFigure } from "./coverage-figure.tsx";
import type { CoverageDays } from "./coverage-series.ts";
import { lookedFacts } from "./looked-facts.tsx";
import { MoreLink } from "./more-link.tsx";
import { NextList } from "./next-list.tsx";
import { OverviewStats } from "./overview-stats.tsx";
import { EndingTable, FindingTable, UnapprovedTable } from "./overview-tables.tsx";
import { TeamCoverage } from "./team-coverage.tsx";

type OrganizationOverviewProps = Overview & {
  org: string;
  zone: string;
  now: Date;
  me: string;
  /** An auditor reads; nothing here asks them to act. */
  mayAsk: boolean;
  seesAll: boolean;
  /** Of the whole organization: null for who sees a part of it. */
  coverage: CoverageDays | null;
  teams: { rows: TeamInUseRow[]; total: number };
  opens: TeamsInSight;
  /** Stands in for the evidence when no device ever reported. */
  blank: ReactNode;
};

/** Where do we stand, what next? */
export function OrganizationOverview(shown: OrganizationOverviewProps) {
  const { org, zone, now, me, inventory, unapproved, ending, findings, teams } = shown;
  const table = { org, zone, now };
  return (
    <>
      <PageHeader
        title="Overview"
        facts={lookedFacts({ inventory, ...table })}
        answer={shown.seesAll ? undefined : "What you see is your own part and that of your teams."}
      />
      <OverviewStats {...table} inventory={inventory} requests={shown.requests} ending={ending} />
      <div className="grid gap-x-8 lg:grid-cols-2">
        <div>
          <Section title="Next">
            <NextList
              steps={shown.next}
              org={org}
              me={me}
              leads={shown.mayAsk}
              nothing="Nothing needs you now."
            />
          </Section>
          {shown.blank ? null : (
            <Section title="Findings by kind">
              {findings.length === 0 ? (
                <p className="text-muted">No rule has an open finding on what was reported.</p>
              ) : (
                <FindingTable org={org} rows={findings} />
              )}
            </Section>
          )}
        </div>
        {shown.coverage ? (
          <Section title="Coverage">
            <CoverageFigure coverage={shown.coverage} zone={zone} csvHref={paths.coverageCsv(org)} />
          </Section>
        ) : null}
      </div>
      {shown.blank ?? (
        <div className="grid gap-x-8 lg:grid-cols-2">
          <Section title="Riskiest unapproved servers">
            {unapproved.rows.length === 0 ? (
              <p className="text-muted">Every server in use has been approved by somebody.</p>
            ) : (
              <UnapprovedTable {...table} rows={unapproved.rows} />
            )}
            <MoreLink
              href={`${paths.inventory(org)}?standing=unapproved`}
              total={unapproved.total}
              shown={unapproved.rows.length}
              noun="unapproved servers"
            />
          </Section>
          <Section title={`Ending in ${ENDING_DAYS} days`}>
            {ending.rows.length === 0 ? (
              <p className="text-muted">No grant ends in the next {ENDING_DAYS} days.</p>
            ) : (
              <EndingTable {...table} rows={ending.rows} />
            )}
            <MoreLink
              href={`${paths.grants(org)}?endsWithin=${ENDING_DAYS}`}
              total={ending.total}
              shown={ending.rows.length}
              noun="grants about to end"
            />
          </Section>
          <Section title="Coverage by team">
            {teams.rows.length === 0 ? (
              <p className="text-muted">Nobody's device has reported a server.</p>
            ) : (
              <TeamCoverage org={org} rows={teams.rows} opens={shown.opens} />
            )}
            <MoreLink
              href={`${paths.inventory(org)}?by=team`}
              total={teams.total}
              shown={teams.rows.length}
              noun="teams"
            />
          </Section>
        </div>
      )}
    </>
  );
}
