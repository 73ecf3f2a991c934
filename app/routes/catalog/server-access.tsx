import type { GrantRow } from "#app/domain/grants/grant-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { grantLook, requestLook } from "#app/ui/tones.ts";
import { goneWords, holderName } from "../grants/grant-words.ts";
import type { ServerContent } from "./server-content.server.ts";

type ServerAccessProps = {
  org: string;
  content: Extract<ServerContent, { tab: "access" }>;
  you: string;
  now: Date;
  zone: string;
};

export function ServerAccess({ org, content, you, now, zone }: ServerAccessProps) {
  const { grants, foot, requests, openRequests } = content;
  return (
    <>
      {requests.length > 0 ? (
        <Section
          title={plural(openRequests, { one: "# open request", other: "# open requests" })}
          {...(requests.length < openRequests ? { intro: `The newest ${requests.length}.` } : {})}
        >
          <DataTable
            caption="Open requests for this server with state, risk, who asked, for whom, environment and when"
            rows={requests}
            rowKey={(row) => row.id}
            columns={[
              {
                key: "for",
                head: "For",
                cell: (row) => <a href={paths.request(org, row.id)}>{nameFor(row.holder, you)}</a>,
              },
              {
                key: "state",
                head: "State",
                width: "fit",
                phone: "status",
                cell: (row) => <Status look={requestLook[row.state]} quiet />,
              },
              { key: "risk", head: "Risk", width: "fit", cell: (row) => <RiskBadge risk={row.risk} /> },
              {
                key: "by",
                head: "Asked by",
                phone: "fact",
                cell: (row) => (row.requester.id === you ? "you" : row.requester.name),
              },
              { key: "environment", head: "Environment", width: "fit", cell: (row) => row.environment },
              {
                key: "at",
                head: "Asked",
                width: "fit",
                phone: "fact",
                cell: (row) => <RelativeTime at={row.submittedAt} now={now} zone={zone} />,
              },
            ]}
          />
        </Section>
      ) : null}
      <Section title="Grants">
        {grants.length === 0 ? (
          <EmptyState kind="nothing-yet" title="No grant that you can see">
            A grant appears here when a request for this server is approved: for whom, which tools, until
            when.
          </EmptyState>
        ) : (
          <>
            <GrantTable org={org} rows={grants} you={you} now={now} zone={zone} />
            <TableFoot {...foot} />
          </>
        )}
      </Section>
    </>
  );
}

function GrantTable({
  org,
  rows,
  you,
  now,
  zone,
}: Omit<ServerAccessProps, "content"> & { rows: readonly GrantRow[] }) {
  return (
    <DataTable
      caption="Grants of this server with for whom, state, tools, environment, end and who approved"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "for",
          head: "For",
          cell: (row) => <a href={paths.grant(org, row.id)}>{nameFor(row.holder, you)}</a>,
        },
        {
          key: "state",
          head: "State",
          width: "fit",
          phone: "status",
          cell: (row) => <Status look={grantLook[row.state]} detail={goneWords(row)} quiet />,
        },
        {
          key: "tools",
          head: "Tools",
          width: "fit",
          phone: "fact",
          cell: (row) =>
            row.tools === null ? "all" : plural(row.tools.length, { one: "# tool", other: "# tools" }),
        },
        { key: "environment", head: "Environment", width: "fit", cell: (row) => row.environment },
        {
          key: "release",
          head: "Release",
          width: "fit",
          muted: true,
          cell: (row) => (row.release === null ? "any" : printableText(row.release)),
        },
        {
          key: "until",
          head: "Until",
          phone: "fact",
          cell: (row) => <RelativeTime at={row.endsAt} now={now} zone={zone} exact />,
        },
        {
          key: "by",
          head: "Approved by",
          cell: (row) => (row.grantedBy.id === you ? "you" : row.grantedBy.name),
        },
      ]}
    />
  );
}

function nameFor(holder: GrantRow["holder"], you: string): string {
  return holder.kind === "member" && holder.id === you ? "you" : holderName(holder);
}
