import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OneTeamInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam } from "#app/domain/identity/team-queries.server.ts";
import { archiveTeam } from "#app/domain/keeping/archive-team.server.ts";
import { whyNotArchive } from "#app/domain/keeping/team-rules.ts";
import { countTeamUses } from "#app/domain/keeping/team-use-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { orgOf } from "./settings-crumbs.ts";
import { teamCrumbs } from "./team-crumbs.ts";
import { TeamStepPage } from "./team-step-page.tsx";

export const meta: MetaFunction = () => [{ title: "Archive team · Teams · Castellan" }];
export const handle = { crumbs: (data: unknown) => teamCrumbs(orgOf(data), data, "Archive team") };

export const loader = memberLoader(async (ctx, { params }) => {
  const uses = await countTeamUses(ctx, params.teamId ?? "");
  const { id, name, archivedAt, memberCount } = await getTeam(ctx, params.teamId ?? "");
  return {
    org: ctx.org.slug,
    id,
    name,
    members: memberCount,
    why: archivedAt ? "It is archived already." : whyNotArchive(uses),
  };
});

export const action = memberForm({
  input: OneTeamInput,
  run: archiveTeam,
  done: (ctx, team) => ({ to: paths.team(ctx.org.slug, team.id), say: "Team archived." }),
});

export default function TeamArchival() {
  const { org, id, name, members, why } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return <TeamStepPage {...{ org, id, members, why, refused }} step="archival" title={`Archive ${name}?`} />;
}
