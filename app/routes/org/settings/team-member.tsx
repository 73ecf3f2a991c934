import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { removeTeamMember } from "#app/domain/identity/remove-team-member.server.ts";
import { RemoveTeamMemberInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam } from "#app/domain/identity/team-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Remove from team · Teams · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "teams", "Teams", [{ label: "Remove from team" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "teams");
  const team = await getTeam(ctx, params.teamId ?? "");
  const person = team.members.find((member) => member.id === params.memberId);
  if (!person) throw new NotFound("member of that team");
  return { org: ctx.org.slug, team: { id: team.id, name: team.name }, person };
});

export const action = memberForm({
  input: RemoveTeamMemberInput,
  run: removeTeamMember,
  done: (ctx, { teamId }) => ({ to: paths.team(ctx.org.slug, teamId), say: "Removed from the team." }),
});

export default function TeamMember() {
  const { org, team, person } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="teams" title={`Remove ${person.name} from ${team.name}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.teamMember(org, team.id, person.id)}
          effects={[
            `Grants of ${team.name} stop counting for ${person.name} at their next call.`,
            ...(person.isLead ? [`${person.name} no longer decides the requests of the team.`] : []),
            "They stay a member of the organization and can be added again.",
          ]}
          verb="Remove from team"
          danger
          cancel={<ButtonLink href={paths.team(org, team.id)}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
