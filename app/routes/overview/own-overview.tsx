import type { ReactNode } from "react";
import { ENDING_DAYS } from "#app/domain/overview/overview-words.ts";
import type { OwnOverview as Own } from "#app/domain/overview/own-overview-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { formatNumber } from "#app/ui/format-number.ts";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { Stats } from "#app/ui/stat.tsx";
import { OwnServers } from "../access/own-servers.tsx";
import { RequestTable } from "../requests/request-table.tsx";
import { approvedStat } from "./approved-stat.ts";
import { lookedFacts } from "./looked-facts.tsx";
import { MoreLink } from "./more-link.tsx";
import { NextList } from "./next-list.tsx";
import { EndingTable } from "./overview-tables.tsx";

type OwnOverviewProps = Own & {
  org: string;
  zone: string;
  now: Date;
  me: string;
  mayAsk: boolean;
  blank: ReactNode;
};

/** The overview of somebody who looks after their own access. */
export function OwnOverview(shown: OwnOverviewProps) {
  const { org, zone, now, me, inventory, servers, requests, ending } = shown;
  const table = { org, zone, now };
  const lists = {
    servers: `${paths.inventory(org)}?${new URLSearchParams({ by: "installation", member: me })}`,
    requests: `${paths.requests(org)}?${new URLSearchParams({ requester: me, open: "yes" })}`,
    ending: `${paths.grants(org)}?${new URLSearchParams({ member: me, endsWithin: String(ENDING_DAYS) })}`,
  };
  return (
    <>
      <PageHeader
        title="Overview"
        facts={lookedFacts({ inventory, ...table })}
        actions={
          shown.mayAsk ? (
            <ButtonLink kind="primary" icon="plus" href={paths.newRequest(org)}>
              Request a server
            </ButtonLink>
          ) : undefined
        }
      />
      <Stats
        label="Where you stand"
        stats={[
          approvedStat(inventory, org, "My servers, approved"),
          {
            label: "My open requests",
            value: formatNumber(requests.total),
            note: plural(shown.questions, {
              zero: "none waits on you",
              one: "# waits for your answer",
              other: "# wait for your answer",
            }),
            href: lists.requests,
            says: plural(requests.total, {
              one: "# open request of yours",
              other: "# open requests of yours",
            }),
          },
          {
            label: "Ending soon",
            value: formatNumber(ending.total),
            note: `in the next ${ENDING_DAYS} days`,
            href: lists.ending,
            says: plural(ending.total, {
              one: "# grant of yours about to end",
              other: "# grants of yours about to end",
            }),
          },
        ]}
      />
      <Section title="Next">
        <NextList steps={shown.next} org={org} me={me} leads={false} nothing="Nothing needs you now." />
      </Section>
      {shown.blank ?? (
        <Section title="My servers" intro="As your devices reported them, what needs you first.">
          <OwnServers {...table} rows={servers.rows} mayAsk={shown.mayAsk} />
          <MoreLink
            href={lists.servers}
            total={servers.total}
            shown={servers.rows.length}
            noun="installations"
          />
        </Section>
      )}
      {requests.rows.length > 0 ? (
        <Section title="My requests">
          <RequestTable {...table} rows={requests.rows} caption="Your requests that are not decided yet" />
          <MoreLink
            href={lists.requests}
            total={requests.total}
            shown={requests.rows.length}
            noun="requests"
          />
        </Section>
      ) : null}
      {ending.rows.length > 0 ? (
        <Section title="Ending soon">
          <EndingTable {...table} rows={ending.rows} />
          <MoreLink href={lists.ending} total={ending.total} shown={ending.rows.length} noun="grants" />
        </Section>
      ) : null}
      <Teams org={org} teams={shown.teams} />
    </>
  );
}

function Teams({ org, teams }: { org: string; teams: Own["teams"] }) {
  if (teams.length === 0) return null;
  return (
    <Section title="My teams">
      <ul className="flex flex-wrap gap-x-4 gap-y-2">
        {teams.map((team) => (
          <li key={team.id}>
            <a className="link" href={paths.teamPage(org, team.id)}>
              {team.name}
            </a>
            {team.isLead ? " (you lead it)" : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
