import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { listMembers, type MemberRow } from "#app/domain/identity/member-queries.server.ts";
import { can, ROLES } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf, numberedPage } from "./numbered-page.ts";
import { ROLE_LABELS } from "./role-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Members · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "members", "Members") };

export const loader = memberLoader(async (ctx, { url }) => {
  refuseHiddenPart(ctx.actor.role, "members");
  const page = numberedPage(url);
  const search = url.searchParams.get("search")?.trim().slice(0, 100) ?? "";
  const role = ROLES.find((known) => known === url.searchParams.get("role"));
  const { rows, total } = await listMembers(ctx, { ...page, search, ...(role ? { role } : {}) });
  const { slug: org, timeZone: zone } = ctx.org;
  const may = { invite: can(ctx.actor, "member.invite"), erase: can(ctx.actor, "member.erase") };
  return { org, zone, now: ctx.now, you: ctx.actor.memberId, rows, total, page, search, role, may };
});

export default function Members() {
  const { org, zone, now, you, rows, total, page, search, role, may } = useLoaderData<typeof loader>();
  const here = paths.settings(org, "members");
  const without = (name: "search" | "role") => {
    const left = new URLSearchParams({ search, role: role ?? "" });
    left.delete(name);
    return `${here}?${left}`;
  };
  const columns: Column<MemberRow>[] = [
    {
      key: "name",
      head: "Member",
      cell: (row) => (
        <a href={paths.member(org, row.id)}>{row.id === you ? `${row.name} (you)` : row.name}</a>
      ),
    },
    { key: "role", head: "Role", phone: "status", cell: (row) => ROLE_LABELS[row.role] },
    { key: "email", head: "Email", width: "wrap", phone: "fact", cell: (row) => row.email },
    { key: "teams", head: "Teams", width: "wrap", phone: "fact", cell: (row) => teamsOf(row) },
    {
      key: "joined",
      head: "Joined",
      muted: true,
      cell: (row) => <RelativeTime at={row.joinedAt} now={now} zone={zone} />,
    },
  ];
  return (
    <SettingsPage
      part="members"
      title="Members"
      answer="A role says what somebody may do; leading a team comes on top of it."
      actions={
        may.invite ? (
          <>
            <ButtonLink href={paths.memberImports(org)}>Import members</ButtonLink>
            {may.erase ? <ButtonLink href={paths.formerMembers(org)}>People who left</ButtonLink> : null}
            <ButtonLink href={paths.endEverybodysSessions(org)}>End everybody's sessions…</ButtonLink>
            <ButtonLink href={paths.settings(org, "invitations")} kind="primary" icon="mail">
              Invite somebody
            </ButtonLink>
          </>
        ) : undefined
      }
    >
      <FilterBar
        action={here}
        search={{ name: "search", label: "Name or address", value: search }}
        selects={[
          {
            name: "role",
            label: "Role",
            any: "Any role",
            ...(role ? { value: role } : {}),
            options: ROLES.map((known) => ({ value: known, label: ROLE_LABELS[known] })),
          },
        ]}
        keep={{ perPage: String(page.perPage) }}
        chips={[
          ...(search ? [{ label: `Name: ${search}`, removeHref: without("search") }] : []),
          ...(role ? [{ label: `Role: ${ROLE_LABELS[role]}`, removeHref: without("role") }] : []),
        ]}
        clearHref={here}
        result={plural(total, { zero: "No member matches.", one: "# member", other: "# members" })}
      />
      {rows.length === 0 ? (
        <EmptyState
          kind="no-match"
          title="No member matches"
          action={<ButtonLink href={here}>Clear all filters</ButtonLink>}
        />
      ) : (
        <>
          <DataTable
            caption="Members of the organization"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
          />
          <MemberFoot page={page} total={total} shown={rows.length} here={here} />
        </>
      )}
    </SettingsPage>
  );
}

function MemberFoot(list: {
  page: { page: number; perPage: number };
  total: number;
  shown: number;
  here: string;
}) {
  const { search } = useLocation();
  return <TableFoot {...footOf({ ...list.page, total: list.total, shown: list.shown }, search, list.here)} />;
}

function teamsOf({ teams }: Pick<MemberRow, "teams">): string {
  if (teams.length === 0) return "In no team";
  return teams.map((team) => (team.isLead ? `${team.name} (lead)` : team.name)).join(", ");
}
