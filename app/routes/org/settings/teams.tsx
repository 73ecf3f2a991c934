import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { CreateTeamInput } from "#app/domain/identity/team-inputs.ts";
import { listTeams } from "#app/domain/identity/team-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf, numberedPage } from "./numbered-page.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";
import { TeamsTable } from "./teams-table.tsx";

export const meta: MetaFunction = () => [{ title: "Teams · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "teams", "Teams") };

export const loader = memberLoader(async (ctx, { url }) => {
  refuseHiddenPart(ctx.actor.role, "teams");
  const page = numberedPage(url);
  const archived = url.searchParams.has("archived");
  const { rows, total } = await listTeams(ctx, { ...page, archived });
  return {
    org: ctx.org.slug,
    archived,
    rows,
    total,
    page,
    mayManage: can(ctx.actor, "team.manage"),
    newId: uuidv7(),
  };
});

export const action = memberForm({
  input: CreateTeamInput,
  run: createTeam,
  done: (ctx, team) => ({ to: paths.team(ctx.org.slug, team.id), say: `Team ${team.name} created.` }),
});

export default function Teams() {
  const { org, archived, rows, total, page, mayManage, newId } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const { search } = useLocation();
  return (
    <SettingsPage
      part="teams"
      title="Teams"
      answer="Members of a team share its grants. A lead decides the requests of their team."
    >
      <p className="mb-4">
        {archived ? (
          <a className="link" href={paths.settings(org, "teams")}>
            Teams that are not archived
          </a>
        ) : (
          <a className="link" href={`${paths.settings(org, "teams")}?archived=1`}>
            Archived teams
          </a>
        )}
      </p>
      {mayManage && !archived ? (
        <Section title="Create a team">
          <form method="post" className="grid max-w-[640px] gap-4">
            {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
            <input type="hidden" name="id" value={value("id", newId)} />
            <TextInput
              id="name"
              name="name"
              label="Name"
              defaultValue={value("name")}
              error={error("name")}
              maxLength={80}
              required
            />
            <div className="action-bar">
              <Button kind="primary" icon="plus">
                Create team
              </Button>
            </div>
          </form>
        </Section>
      ) : null}
      {total === 0 ? (
        <EmptyState kind="nothing-yet" title={archived ? "No team is archived" : "No team yet"}>
          {archived
            ? "A team that is not used any more can be put aside here."
            : "A team lets several people share access, with a lead who decides."}
        </EmptyState>
      ) : (
        <Section
          title={
            archived
              ? plural(total, { one: "# archived team", other: "# archived teams" })
              : plural(total, { one: "# team", other: "# teams" })
          }
        >
          <TeamsTable org={org} rows={rows} />
          <TableFoot
            {...footOf({ ...page, total, shown: rows.length }, search, paths.settings(org, "teams"))}
          />
        </Section>
      )}
    </SettingsPage>
  );
}
