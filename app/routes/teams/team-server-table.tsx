import type { TeamServerRow } from "#app/domain/overview/team-page-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { grantLook, standingLook } from "#app/ui/tones.ts";
import { holderName } from "../grants/grant-words.ts";

type TeamServerTableProps = {
  org: string;
  zone: string;
  now: Date;
  teamId: string;
  rows: readonly TeamServerRow[];
  mayAsk: boolean;
};

const NEEDS_REQUEST = ["unapproved", "lapsed", "over_scope", "drifted"];

/** One row per server members of the team use: how it stands, who approved it for them, when and until when. */
export function TeamServerTable({ org, zone, now, teamId, rows, mayAsk }: TeamServerTableProps) {
  const columns: Column<TeamServerRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.server(org, row.id)}>
          <Identity identity={row.identity} limit={28} />
        </a>
      ),
    },
    {
      key: "standing",
      head: "Status",
      width: "fit",
      phone: "status",
      cell: ({ standing }) => <Status look={standingLook[standing]} quiet />,
    },
    {
      key: "installations",
      head: "Installations",
      width: "fit",
      phone: "fact",
      phoneLabel: "Installations",
      cell: (row) => installationWords(row),
    },
    {
      key: "people",
      head: "People",
      width: "line",
      cell: (row) => <Listed names={row.names.slice(0, 1)} more={row.people - Math.min(row.people, 1)} />,
    },
    {
      key: "grant",
      head: "Approved by",
      width: "line",
      phone: "fact",
      phoneLabel: "Approved by",
      cell: ({ grant }) =>
        grant ? (
          <>
            <a className="link" href={paths.grant(org, grant.id)}>
              {grant.grantedBy.name}
            </a>{" "}
            <RelativeTime at={grant.createdAt} now={now} zone={zone} />
          </>
        ) : (
          "Nobody"
        ),
    },
    {
      key: "for",
      head: "For",
      width: "line",
      muted: true,
      cell: ({ grant }) => (grant ? <Listed names={[forWhom(grant)]} more={0} /> : null),
    },
    {
      key: "until",
      head: "Until",
      width: "fit",
      cell: ({ grant }) =>
        grant ? (
          <>
            {grant.state === "active" ? null : `${grantLook[grant.state].word} · `}
            <RelativeTime at={endOf(grant)} now={now} zone={zone} />
          </>
        ) : null,
    },
    {
      key: "next",
      head: "Next",
      width: "fit",
      phone: "fact",
      cell: (row) => <NextStep row={row} {...{ org, teamId, mayAsk }} />,
    },
  ];
  return (
    <DataTable
      caption="Servers members of the team use, those nobody approved first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowState={(row) => (row.silent === row.installations ? "unknown" : undefined)}
    />
  );
}

type NextStepProps = { row: TeamServerRow; org: string; teamId: string; mayAsk: boolean };

/** What is left to do about it, or the request its approval answered. */
function NextStep({ row, org, teamId, mayAsk }: NextStepProps) {
  if (mayAsk && (NEEDS_REQUEST.includes(row.standing) || (row.standings.unapproved ?? 0) > 0)) {
    const asked = new URLSearchParams({ server: row.id, team: teamId });
    return (
      <a className="link" href={`${paths.newRequest(org)}?${asked}`}>
        Request access<span className="sr-only"> to {row.identity}</span>
      </a>
    );
  }
  if (!row.grant?.requestId) return null;
  return (
    <a className="link" href={paths.request(org, row.grant.requestId)}>
      See the request<span className="sr-only"> for {row.identity}</span>
    </a>
  );
}

/** "5", or "2 of 5" where only some have the worst standing. */
function installationWords({ installations, standing, standings }: TeamServerRow): string {
  const worst = standings[standing] ?? 0;
  if (worst === installations) return String(installations);
  return `${worst} of ${installations}`;
}

/** When it stopped or will stop counting. */
function endOf({ revokedAt, holderGoneAt, endsAt }: NonNullable<TeamServerRow["grant"]>): Date {
  const stopped = [revokedAt, holderGoneAt, endsAt].filter((at) => at !== null);
  return stopped.reduce((first, at) => (at < first ? at : first));
}

function forWhom({ holder, environment }: NonNullable<TeamServerRow["grant"]>): string {
  return `${holderName(holder)}, ${environment}`;
}
