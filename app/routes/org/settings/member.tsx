import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { ChangeRoleInput } from "#app/domain/identity/member-inputs.ts";
import { countOwners, getMember } from "#app/domain/identity/member-queries.server.ts";
import { whyNotChangeRole, whyNotRemove } from "#app/domain/identity/member-rules.ts";
import { findOpenidLink } from "#app/domain/identity/openid-queries.server.ts";
import { listTeamsOf } from "#app/domain/identity/team-queries.server.ts";
import { findRefusalFor } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { Section } from "#app/ui/section.tsx";
import { OpenidLink } from "./openid-link.tsx";
import { RefusedMail } from "./refused-addresses.tsx";
import { RoleForm } from "./role-form.tsx";
import { ROLE_HINTS, ROLE_LABELS } from "./role-words.ts";
import { orgOf, settingsCrumbs, textOf } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = ({ data }) => [
  { title: `${textOf(data, "title") || "Member"} · Members · Castellan` },
];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "members", "Members", [{ label: textOf(data, "title") }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "members");
  const member = await getMember(ctx, params.memberId ?? "");
  const owners = await countOwners(ctx);
  const actor = ctx.actor.role;
  // to any other role: what stops every change stops the form
  const to = member.role === "owner" ? "admin" : "member";
  const isSelf = member.id === ctx.actor.memberId;
  return {
    org: ctx.org.slug,
    title: member.name,
    member,
    teams: await listTeamsOf(ctx, member.id),
    refused: await findRefusalFor(ctx, member.id),
    zone: ctx.org.timeZone,
    now: ctx.now,
    link: can(ctx.actor, "sign_in.manage") ? await findOpenidLink(ctx, member.id) : null,
    mayManage: can(ctx.actor, "member.manage"),
    mayMakeOwners: actor === "owner",
    whyNoOtherRole: whyNotChangeRole({ actor, from: member.role, to, owners }),
    whyNotRemove: whyNotRemove({ actor, role: member.role, isSelf, owners }),
  };
});

export const action = memberForm({
  input: ChangeRoleInput,
  run: changeRole,
  done: (ctx, { memberId, role }) => ({
    to: paths.member(ctx.org.slug, memberId),
    say: `The role is ${ROLE_LABELS[role].toLowerCase()} now.`,
  }),
});

export default function Member() {
  const shown = useLoaderData<typeof loader>();
  const { org, member, teams } = shown;
  const answer = useActionData<typeof action>();
  return (
    <SettingsPage part="members" title={member.name}>
      <div className="max-w-[640px]">
        <Section title="Facts" card>
          <DescriptionList
            items={[
              { term: "Email", value: member.email },
              ...(shown.refused
                ? [{ term: "Mail", value: <RefusedMail org={org} why={shown.refused} /> }]
                : []),
              { term: "Role", value: `${ROLE_LABELS[member.role]}. ${ROLE_HINTS[member.role]}` },
              {
                term: "Teams",
                value:
                  teams.length === 0
                    ? "In no team."
                    : teams.map((team, index) => (
                        <span key={team.id}>
                          {index > 0 ? ", " : ""}
                          <a className="link" href={paths.team(org, team.id)}>
                            {team.name}
                          </a>
                          {team.isLead ? " (lead)" : ""}
                        </span>
                      )),
              },
            ]}
          />
        </Section>
        {shown.mayManage ? <RoleForm {...shown} answer={answer} /> : null}
        {shown.link ? <OpenidLink {...shown} link={shown.link} /> : null}
        {shown.mayManage && (shown.mayMakeOwners || member.role !== "owner") ? (
          <Section
            title="End all sessions"
            intro="When a device is lost, or a browser was left open: no session opens this organization before a new proof."
          >
            <ButtonLink href={paths.endMemberSessions(org, member.id)}>End all sessions…</ButtonLink>
          </Section>
        ) : null}
        {shown.mayManage ? (
          <Section
            title="Remove from the organization"
            intro="Their sessions, API keys, devices and grants stop working here at once. What they did stays in the audit."
          >
            {shown.whyNotRemove ? (
              <Button kind="danger-outline" id="remove" unavailable={shown.whyNotRemove}>
                Remove member…
              </Button>
            ) : (
              <ButtonLink kind="danger-outline" href={paths.removeMember(org, member.id)}>
                Remove member…
              </ButtonLink>
            )}
          </Section>
        ) : null}
      </div>
    </SettingsPage>
  );
}
