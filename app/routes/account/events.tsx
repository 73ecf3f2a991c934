import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listAccountEvents } from "#app/domain/identity/session-queries.server.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";

export const meta: MetaFunction = () => [{ title: "Events · Your account · Castellan" }];

export const loader = accountLoader(async (ctx) => ({ now: ctx.now, events: await listAccountEvents(ctx) }));

type Row = ReturnType<typeof useLoaderData<typeof loader>>["events"][number];

export default function AccountEvents() {
  const { events, now } = useLoaderData<typeof loader>();
  const columns: Column<Row>[] = [
    { key: "what", head: "What happened", cell: (row) => row.what },
    {
      key: "at",
      head: "When",
      cell: (row) => <RelativeTime at={row.at} now={now} zone="UTC" exact />,
      width: "fit",
      phone: "fact",
    },
    {
      key: "browser",
      head: "Browser",
      cell: (row) => row.browser ?? "Not noted",
      muted: true,
      isExtra: true,
    },
    {
      key: "from",
      head: "Network address",
      cell: (row) => row.from ?? "Not known",
      muted: true,
      phone: "fact",
    },
  ];
  return (
    <>
      <PageHeader
        title="Events"
        answer="What happened to your account, the newest first; at most 100. Times are in UTC."
      />
      <DataTable caption="Events of your account" columns={columns} rows={events} rowKey={(row) => row.id} />
    </>
  );
}
