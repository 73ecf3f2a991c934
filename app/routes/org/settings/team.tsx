import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listMembers } from "#app/domain/identity/member-queries.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { SetTeamMemberInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam, type TeamPerson } from "#app/domain/identity/team-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { archivedLook } from "#app/ui/tones.ts";
import { AddTeamMember } from "./add-team-member.tsx";
import { ROLE_LABELS } from "./role-words.ts";
import { orgOf, settingsCrumbs, textOf } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";
import { TeamMemberActions } from "./team-member-actions.tsx";

const MOST_CANDIDATES = 50;

export const meta: MetaFunction = ({ data }) => [
  { title: `${textOf(data, "title") || "Team"} · Teams · Castellan` },
];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "teams", "Teams", [{ label: textOf(data, "title") }]),
};

export const loader = memberLoader(async (ctx, { url, params }) => {
  refuseHiddenPart(ctx.actor.role, "teams");
  const team = await getTeam(ctx, params.teamId ?? "");
  const mayManage = can(ctx.actor, "team.manage");
  const search = url.searchParams.get("find")?.trim() ?? "";
  const filter = { notInTeam: team.id, page: 1, perPage: MOST_CANDIDATES, search };
  const found = mayManage ? await listMembers(ctx, filter) : { rows: [], total: 0 };
  const candidates = found.rows.map(({ id, name, email }) => ({ id, name, email }));
  const { slug: org, timeZone: zone } = ctx.org;
  return {
    org,
    zone,
    now: ctx.now,
    title: team.name,
    team,
    mayManage,
    search,
    candidates,
    candidateTotal: found.total,
  };
});

export const action = memberForm({
  input: SetTeamMemberInput,
  run: setTeamMember,
  done: (ctx, { teamId, isLead }) => ({
    to: paths.team(ctx.org.slug, teamId),
    say: isLead ? "Added to the team as lead." : "In the team, without leading it.",
  }),
});

export default function Team() {
  const shown = useLoaderData<typeof loader>();
  const { org, team, mayManage, now, zone } = shown;
  const state = formState(useActionData<typeof action>());
  const columns: Column<TeamPerson>[] = [
    {
      key: "name",
      head: "Member",
      cell: (row) => <a href={paths.member(org, row.id)}>{row.name}</a>,
    },
    { key: "part", head: "Part", phone: "status", cell: (row) => (row.isLead ? "Lead" : "Member") },
    { key: "role", head: "Role", phone: "fact", cell: (row) => ROLE_LABELS[row.role] },
    {
      key: "since",
      head: "Since",
      muted: true,
      cell: (row) => <RelativeTime at={row.addedAt} now={now} zone={zone} />,
    },
    ...(mayManage
      ? [
          {
            key: "actions",
            head: "Actions",
            width: "fit" as const,
            phone: "fact" as const,
            cell: (row: TeamPerson) => <TeamMemberActions org={org} teamId={team.id} row={row} />,
          },
        ]
      : []),
  ];
  return (
    <SettingsPage
      part="teams"
      title={team.name}
      status={team.archivedAt ? <Status look={archivedLook} /> : undefined}
      actions={
        <>
          <ButtonLink href={paths.teamPage(org, team.id)}>See what it uses</ButtonLink>
          {mayManage ? (
            <ButtonLink href={paths.teamStep(org, team.id, "name")}>Change team…</ButtonLink>
          ) : null}
        </>
      }
      answer={
        team.leads.length > 0
          ? "A lead decides the requests of this team, except their own."
          : team.lostLeadAt
            ? "Its last lead left the organization. Make somebody else lead; until then security and approvers decide its requests."
            : "Nobody leads this team: its requests go to security and approvers."
      }
    >
      <Section title={plural(team.memberCount, { zero: "No members", one: "# member", other: "# members" })}>
        {team.members.length === 0 ? (
          <EmptyState kind="nothing-yet" title="Nobody is in this team yet">
            Grants for the team count for whoever is in it at the moment of a call.
          </EmptyState>
        ) : (
          <DataTable
            caption={`Members of ${team.name}`}
            columns={columns}
            rows={team.members}
            rowKey={(row) => row.id}
          />
        )}
      </Section>
      {mayManage && !team.archivedAt ? (
        <AddTeamMember
          {...shown}
          total={shown.candidateTotal}
          action={paths.team(org, team.id)}
          state={state}
        />
      ) : null}
    </SettingsPage>
  );
}
