import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OneTeamInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam } from "#app/domain/identity/team-queries.server.ts";
import { restoreTeam } from "#app/domain/keeping/restore-team.server.ts";

import { permit } from "#app/domain/permit.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { orgOf } from "./settings-crumbs.ts";
import { teamCrumbs } from "./team-crumbs.ts";
import { TeamStepPage } from "./team-step-page.tsx";

export const meta: MetaFunction = () => [{ title: "Restore team · Teams · Castellan" }];
export const handle = { crumbs: (data: unknown) => teamCrumbs(orgOf(data), data, "Restore team") };

export const loader = memberLoader(async (ctx, { params }) => {
  permit(ctx, "team.manage");
  const { id, name, archivedAt, memberCount } = await getTeam(ctx, params.teamId ?? "");
  return {
    org: ctx.org.slug,
    id,
    name,
    members: memberCount,
    why: archivedAt ? null : "It is not archived.",
  };
});

export const action = memberForm({
  input: OneTeamInput,
  run: restoreTeam,
  done: (ctx, team) => ({ to: paths.team(ctx.org.slug, team.id), say: "Team taken out of the archive." }),
});

export default function TeamRestoration() {
  const { org, id, name, members, why } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <TeamStepPage
      {...{ org, id, members, why, refused }}
      step="restoration"
      title={`Take ${name} out of the archive?`}
    />
  );
}
