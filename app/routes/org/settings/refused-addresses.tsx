import type { RefusedMember } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";

type RefusedAddressesProps = { org: string; zone: string; now: Date; rows: readonly RefusedMember[] };

/** On a member's page: that no mail reaches them, and where to try again. */
export function RefusedMail({ org, why }: { org: string; why: string }) {
  return (
    <>
      Refused ({why}), so none is sent. Have the address changed, or{" "}
      <a className="link" href={paths.settings(org, "notices")}>
        try again
      </a>
      .
    </>
  );
}

/** Members whom no mail reaches, each with a way to try again. */
export function RefusedAddresses({ org, zone, now, rows }: RefusedAddressesProps) {
  const columns: Column<RefusedMember>[] = [
    { key: "name", head: "Member", cell: (row) => <a href={paths.member(org, row.memberId)}>{row.name}</a> },
    { key: "email", head: "Address", width: "wrap", phone: "fact", cell: (row) => row.email },
    {
      key: "why",
      head: "Refused",
      phone: "fact",
      muted: true,
      cell: (row) => (
        <>
          <RelativeTime at={row.refusedAt} now={now} zone={zone} /> ({row.why})
        </>
      ),
    },
    {
      key: "again",
      head: "Mail",
      phone: "status",
      width: "fit",
      cell: (row) => (
        <form method="post" action={paths.liftMailRefusal(org, row.memberId)}>
          <Button aria-label={`Try ${row.email} again`}>Try again</Button>
        </form>
      ),
    },
  ];
  return (
    <DataTable
      caption="Addresses that refuse mail"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.memberId}
    />
  );
}
