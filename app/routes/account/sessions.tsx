import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { endOtherSessions } from "#app/domain/identity/end-own-sessions.server.ts";
import { listSessions } from "#app/domain/identity/session-queries.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";

export const meta: MetaFunction = () => [{ title: "Sessions · Your account · Castellan" }];

export const loader = accountLoader(async (ctx) => ({ now: ctx.now, sessions: await listSessions(ctx) }));

export const action = accountForm({
  input: z.strictObject({}),
  run: endOtherSessions,
  done: (_ctx, { ended }) => ({
    to: paths.account("sessions"),
    say: ended === 0 ? "No other browser was signed in." : "Every other browser is signed out.",
  }),
});

type Row = ReturnType<typeof useLoaderData<typeof loader>>["sessions"][number];

export default function Sessions() {
  const { sessions, now } = useLoaderData<typeof loader>();
  const columns: Column<Row>[] = [
    { key: "browser", head: "Browser", cell: (row) => row.browser },
    {
      key: "seen",
      head: "Last used",
      cell: (row) =>
        row.isThis ? "Now, this one" : <RelativeTime at={row.lastSeenAt} now={now} zone="UTC" />,
      width: "fit",
      phone: "status",
    },
    {
      key: "started",
      head: "Signed in",
      cell: (row) => <RelativeTime at={row.startedAt} now={now} zone="UTC" />,
      width: "fit",
      phone: "fact",
      phoneLabel: "Signed in",
    },
    {
      key: "known",
      head: "Browser first seen",
      cell: (row) =>
        row.browserSince ? (
          <RelativeTime at={row.browserSince} now={now} zone="UTC" />
        ) : (
          "Before this was noted"
        ),
      width: "fit",
      isExtra: true,
    },
    {
      key: "from",
      head: "Network address",
      cell: (row) => row.from ?? "Not known",
      phone: "fact",
      muted: true,
    },
    {
      key: "end",
      head: "End",
      cell: (row) => (row.isThis ? null : <EndForm row={row} />),
      width: "fit",
      phone: "fact",
    },
  ];
  const others = sessions.filter((row) => !row.isThis).length;
  return (
    <>
      <PageHeader
        title="Sessions"
        answer={`${plural(others, {
          zero: "No other browser is signed in to your account.",
          one: "1 other browser is signed in to your account.",
          other: `${others} other browsers are signed in to your account.`,
        })} Times are in UTC.`}
        actions={
          others > 0 ? (
            <form method="post">
              <Button kind="danger-outline">End all other sessions</Button>
            </form>
          ) : null
        }
      />
      <DataTable
        caption="Browsers signed in to your account"
        columns={columns}
        rows={sessions}
        rowKey={(row) => row.id}
      />
    </>
  );
}

function EndForm({ row }: { row: Row }) {
  return (
    <form method="post" action={paths.endOwnSession(row.id)}>
      <Button kind="quiet" aria-label={`End the session of ${row.browser}`}>
        End
      </Button>
    </form>
  );
}
