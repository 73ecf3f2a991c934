import type { TeamOverview } from "#app/domain/overview/team-page-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatNumber } from "#app/ui/format-number.ts";
import { plural } from "#app/ui/plural.ts";
import { type StatProps, Stats } from "#app/ui/stat.tsx";
import { approvedStat } from "../overview/approved-stat.ts";

type TeamStatsProps = Pick<TeamOverview, "team" | "now" | "requests"> & { org: string };

/** Where the team stands now, each number with its list. */
export function TeamStats({ org, team, now, requests }: TeamStatsProps) {
  const installations = now?.installations ?? 0;
  const unapproved = now?.standings.unapproved ?? 0;
  const stats: StatProps[] = [
    approvedStat({ installations, standings: now?.standings ?? {} }, org, "Approved", team.id),
    {
      label: "Unapproved installations",
      value: now ? formatNumber(unapproved) : "Not looked yet",
      note: now
        ? plural(now.servers, { one: "# server in use", other: "# servers in use" })
        : "No device has reported a server",
      href: `${paths.inventory(org)}?by=installation&standing=unapproved&team=${team.id}`,
      says: now
        ? plural(unapproved, { one: "# unapproved installation", other: "# unapproved installations" })
        : "Unapproved installations: not looked yet",
      unknown: !now,
    },
    {
      label: "Waiting for a decision",
      value: formatNumber(requests.total),
      note: "for the team or one of its members",
      href: `${paths.requests(org)}?${new URLSearchParams({ team: team.id, open: "yes" })}`,
      says: plural(requests.total, { one: "# open request", other: "# open requests" }),
    },
  ];
  return <Stats label="Where the team stands" stats={stats} />;
}
