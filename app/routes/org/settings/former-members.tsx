import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import {
  type FormerMemberRow,
  listFormerMembers,
} from "#app/domain/identity/former-member-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf, numberedPage } from "./numbered-page.ts";
import { ROLE_LABELS } from "./role-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "People who left · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "members", "Members", [{ label: "People who left" }]),
};

export const loader = memberLoader(async (ctx, { url }) => {
  const page = numberedPage(url);
  const { rows, total } = await listFormerMembers(ctx, page);
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, rows, total, page };
});

export default function FormerMembers() {
  const { org, zone, now, rows, total, page } = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const columns: Column<FormerMemberRow>[] = [
    { key: "name", head: "Person", cell: (row) => row.name },
    { key: "role", head: "Last role", phone: "fact", cell: (row) => ROLE_LABELS[row.role] },
    {
      key: "email",
      head: "Email",
      width: "wrap",
      phone: "fact",
      cell: (row) => (row.erasedAt ? "Erased" : row.email),
    },
    {
      key: "left",
      head: "Left",
      muted: true,
      cell: (row) => (row.removedAt ? <RelativeTime at={row.removedAt} now={now} zone={zone} /> : null),
    },
    {
      key: "erasure",
      head: "Erasure",
      width: "fit",
      phone: "status",
      cell: (row) =>
        row.erasedAt ? (
          <RelativeTime at={row.erasedAt} now={now} zone={zone} />
        ) : (
          <ButtonLink kind="quiet" href={paths.eraseMember(org, row.id)} aria-label={`Erase ${row.name}`}>
            Erase…
          </ButtonLink>
        ),
    },
  ];
  return (
    <SettingsPage
      part="members"
      title="People who left"
      answer="What they did stays in the record. Their names, addresses and words can be erased from it."
      facts={[plural(total, { zero: "Nobody", one: "# person", other: "# people" })]}
    >
      {rows.length === 0 ? (
        <EmptyState
          kind="nothing-yet"
          title={total === 0 ? "Nobody has left" : "No further page"}
          action={<ButtonLink href={paths.settings(org, "members")}>Members</ButtonLink>}
        >
          Somebody who leaves or is removed stands here, and can be erased.
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="People who left the organization"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
          />
          <TableFoot {...footOf({ ...page, total, shown: rows.length }, search, paths.formerMembers(org))} />
        </>
      )}
    </SettingsPage>
  );
}
