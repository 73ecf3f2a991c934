import type { Overview } from "#app/domain/overview/overview-queries.server.ts";
import { ENDING_DAYS } from "#app/domain/overview/overview-words.ts";
import { paths } from "#app/http/paths.ts";
import { formatExactNumber, formatNumber } from "#app/ui/format-number.ts";
import { formatDuration } from "#app/ui/format-time.ts";
import { plural } from "#app/ui/plural.ts";
import { type StatProps, Stats } from "#app/ui/stat.tsx";
import { approvedStat } from "./approved-stat.ts";

type OverviewStatsProps = Pick<Overview, "inventory" | "requests" | "ending"> & { org: string; now: Date };

/** The four numbers a week begins with. */
export function OverviewStats({ org, now, inventory, requests, ending }: OverviewStatsProps) {
  const unapproved = inventory.serverStandings.unapproved ?? 0;
  const looked = inventory.installations > 0;
  const stats: StatProps[] = [
    approvedStat(inventory, org),
    {
      label: "Unapproved servers",
      value: looked ? formatNumber(unapproved) : "Not looked yet",
      note: looked ? `of ${formatExactNumber(inventory.servers)} in use` : "No device has reported a server",
      href: `${paths.inventory(org)}?standing=unapproved`,
      says: looked
        ? plural(unapproved, { one: "# unapproved server", other: "# unapproved servers" })
        : "Unapproved servers: not looked yet",
      unknown: !looked,
    },
    {
      label: "Waiting on people",
      value: formatNumber(requests.undecided),
      note: ages(requests, now),
      href: `${paths.requests(org)}?open=yes`,
      says: plural(requests.undecided, {
        one: "# request not decided yet",
        other: "# requests not decided yet",
      }),
    },
    {
      label: "Grants about to end",
      value: formatNumber(ending.total),
      note: `in the next ${ENDING_DAYS} days`,
      href: `${paths.grants(org)}?endsWithin=${ENDING_DAYS}`,
      says: plural(ending.total, { one: "# grant about to end", other: "# grants about to end" }),
    },
  ];
  return <Stats label="Where we stand" stats={stats} />;
}

function ages({ undecided, oldestAt, medianAgeMs }: Overview["requests"], now: Date): string {
  if (oldestAt === null || medianAgeMs === null) return "No request is open";
  const oldest = formatDuration(Math.max(0, now.getTime() - oldestAt.getTime()));
  if (undecided === 1) return `for ${coarse(oldest)}`;
  return `oldest ${coarse(oldest)}, median ${coarse(formatDuration(medianAgeMs))}`;
}

/** The larger unit of a duration: "12 days" of "12 days 4 h". */
function coarse(duration: string): string {
  return /^\S+ \S+/.exec(duration)?.[0] ?? duration;
}
