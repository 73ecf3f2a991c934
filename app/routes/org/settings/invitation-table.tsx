import type { InvitationRow } from "#app/domain/identity/invitation-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { keyLook, mailLook } from "#app/ui/tones.ts";
import { mailAdvice } from "./mail-words.ts";
import { ROLE_LABELS } from "./role-words.ts";

type InvitationTableProps = { rows: InvitationRow[]; org: string; now: Date; zone: string };

export function InvitationTable({ rows, org, now, zone }: InvitationTableProps) {
  const columns: Column<InvitationRow>[] = [
    { key: "email", head: "Invited", cell: (row) => `${row.name} (${row.email})` },
    {
      key: "state",
      head: "State",
      phone: "status",
      cell: (row) => <Status look={row.state === "pending" ? keyLook.pending : keyLook.ended} quiet />,
    },
    { key: "mail", head: "Mail", width: "wrap", phone: "fact", cell: (row) => mailOf(row, now, zone) },
    { key: "role", head: "Role", phone: "fact", cell: (row) => ROLE_LABELS[row.role] },
    { key: "by", head: "By", muted: true, cell: (row) => row.invitedBy?.name ?? "The operator" },
    {
      key: "ends",
      head: "Link ends",
      phone: "fact",
      cell: (row) => <RelativeTime at={row.expiresAt} now={now} zone={zone} exact />,
    },
    { key: "actions", head: "Actions", width: "fit", phone: "fact", cell: (row) => actionsOf(org, row) },
  ];
  return (
    <DataTable
      caption="Invitations that were not accepted yet"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

function mailOf({ mail }: InvitationRow, now: Date, zone: string) {
  if (!mail) return "None: made by the operator";
  return (
    <span className="grid gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <Status look={mailLook[mail.state]} quiet />
        <RelativeTime at={mail.at} now={now} zone={zone} />
      </span>
      {mailAdvice(mail) ? <span className="hint">{mailAdvice(mail)}</span> : null}
    </span>
  );
}

function actionsOf(org: string, row: InvitationRow) {
  return (
    <span className="flex flex-wrap gap-2">
      <a
        href={paths.renewInvitation(org, row.id)}
        className="btn btn-quiet"
        aria-label={`Send again… the invitation of ${row.email}`}
      >
        Send again…
      </a>
      <a
        href={paths.withdrawInvitation(org, row.id)}
        className="btn btn-quiet"
        aria-label={`Withdraw the invitation of ${row.email}…`}
      >
        Withdraw…
      </a>
    </span>
  );
}
