import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OneTeamInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam } from "#app/domain/identity/team-queries.server.ts";
import { deleteTeam } from "#app/domain/keeping/delete-team.server.ts";
import { whyNotDelete } from "#app/domain/keeping/team-rules.ts";
import { countTeamUses } from "#app/domain/keeping/team-use-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { orgOf } from "./settings-crumbs.ts";
import { teamCrumbs } from "./team-crumbs.ts";
import { TeamStepPage } from "./team-step-page.tsx";

export const meta: MetaFunction = () => [{ title: "Delete team · Teams · Castellan" }];
export const handle = { crumbs: (data: unknown) => teamCrumbs(orgOf(data), data, "Delete team") };

export const loader = memberLoader(async (ctx, { params }) => {
  const uses = await countTeamUses(ctx, params.teamId ?? "");
  const { id, name, memberCount } = await getTeam(ctx, params.teamId ?? "");
  return { org: ctx.org.slug, id, name, members: memberCount, why: whyNotDelete(uses) };
});

export const action = memberForm({
  input: OneTeamInput,
  run: deleteTeam,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "teams"), say: "Team deleted." }),
});

export default function TeamDeletion() {
  const { org, id, name, members, why } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return <TeamStepPage {...{ org, id, members, why, refused }} step="deletion" title={`Delete ${name}?`} />;
}
