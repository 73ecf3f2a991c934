import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { renameTeam } from "#app/domain/identity/rename-team.server.ts";
import { RenameTeamInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam } from "#app/domain/identity/team-queries.server.ts";
import { whyNotArchive, whyNotDelete } from "#app/domain/keeping/team-rules.ts";
import { countTeamUses } from "#app/domain/keeping/team-use-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { orgOf, textOf } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { teamCrumbs } from "./team-crumbs.ts";

export const meta: MetaFunction = ({ data }) => [
  { title: `Change ${textOf(data, "name")} · Teams · Castellan` },
];
export const handle = { crumbs: (data: unknown) => teamCrumbs(orgOf(data), data, "Change team") };

export const loader = memberLoader(async (ctx, { params }) => {
  const uses = await countTeamUses(ctx, params.teamId ?? "");
  const { id, name, archivedAt } = await getTeam(ctx, params.teamId ?? "");
  return {
    org: ctx.org.slug,
    id,
    name,
    isArchived: archivedAt !== null,
    whyNotArchive: whyNotArchive(uses),
    whyNotDelete: whyNotDelete(uses),
  };
});

export const action = memberForm({
  input: RenameTeamInput,
  run: renameTeam,
  done: (ctx, team) => ({
    to: paths.team(ctx.org.slug, team.id),
    say: `The team is called ${team.name} now.`,
  }),
});

export default function TeamName() {
  const { org, id, name, isArchived, ...why } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="teams" title={`Change ${name}`}>
      <div className="max-w-[640px]">
        <Section title="Name" intro="Grants and requests stay with the team.">
          <form method="post" className="grid gap-4">
            {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
            <TextInput
              id="name"
              name="name"
              label="Name"
              defaultValue={value("name", name)}
              error={error("name")}
              maxLength={80}
              required
            />
            <div className="action-bar">
              <Button kind="primary">Rename team</Button>
              <ButtonLink href={paths.team(org, id)}>Cancel</ButtonLink>
            </div>
          </form>
        </Section>
        <Section
          title={isArchived ? "Take out of the archive" : "Archive"}
          intro={
            isArchived
              ? "It can be asked for, joined and granted to again, with the members it has."
              : "Nobody asks for it or joins it any more. What it did stays readable."
          }
        >
          {isArchived ? (
            <ButtonLink href={paths.teamStep(org, id, "restoration")}>Take out of the archive…</ButtonLink>
          ) : why.whyNotArchive ? (
            <Button id="archive" unavailable={why.whyNotArchive}>
              Archive team…
            </Button>
          ) : (
            <ButtonLink href={paths.teamStep(org, id, "archival")}>Archive team…</ButtonLink>
          )}
        </Section>
        <Section title="Delete" intro="Only a team nothing was ever asked or granted for can be deleted.">
          {why.whyNotDelete ? (
            <Button kind="danger-outline" id="delete" unavailable={why.whyNotDelete}>
              Delete team…
            </Button>
          ) : (
            <ButtonLink kind="danger-outline" href={paths.teamStep(org, id, "deletion")}>
              Delete team…
            </ButtonLink>
          )}
        </Section>
      </div>
    </SettingsPage>
  );
}
