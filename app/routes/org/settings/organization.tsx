import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeOrganization } from "#app/domain/identity/change-organization.server.ts";
import { OrganizationSettings } from "#app/domain/identity/organization-inputs.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { listTeamsOf } from "#app/domain/identity/team-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { CopyField } from "#app/ui/copy-field.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { OrganizationForm } from "./organization-form.tsx";
import { ROLE_HINTS, ROLE_LABELS } from "./role-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { workingHours } from "./working-hours-words.ts";

export const meta: MetaFunction = () => [{ title: "Organization · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "organization", "Organization"),
};

export const loader = memberLoader(async (ctx) => ({
  mayManage: can(ctx.actor, "organization.manage"),
  maySecure: can(ctx.actor, "organization.secure"),
  mayDelete: can(ctx.actor, "organization.delete"),
  zones: can(ctx.actor, "organization.manage") ? ["UTC", ...Intl.supportedValuesOf("timeZone")] : [],
  org: ctx.org.slug,
  zone: ctx.org.timeZone,
  now: ctx.now,
  organization: await getOrganization(ctx),
  address: `${publicUrl()}${paths.home(ctx.org.slug)}`,
  you: { name: ctx.actor.name, email: ctx.account.email, role: ctx.actor.role },
  teams: await listTeamsOf(ctx, ctx.actor.memberId),
}));

export const action = memberForm({
  input: OrganizationSettings,
  run: changeOrganization,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug), say: "Saved." }),
});

export default function OrganizationPage() {
  const { org, organization, address, you, teams, now, zone, zones, mayManage, maySecure, mayDelete } =
    useLoaderData<typeof loader>();
  const state = formState(useActionData<typeof action>());
  const led = teams.map((team) => (team.isLead ? `${team.name} (lead)` : team.name));
  return (
    <SettingsPage part="organization" title="Organization">
      <div className="max-w-[640px]">
        <Section title={organization.name} card>
          <DescriptionList
            items={[
              { term: "Address", value: <CopyField text={address} label="Copy address" /> },
              { term: "Id", value: <CopyField text={organization.id} label="Copy id" /> },
              ...(mayManage
                ? []
                : [
                    { term: "Time zone", value: organization.timeZone },
                    { term: "Working hours", value: workingHours(organization) },
                  ]),
              { term: "Created", value: <RelativeTime at={organization.createdAt} now={now} zone={zone} /> },
              ...(organization.isDemo
                ? [{ term: "Data", value: "Demo data, made by Castellan to show itself." }]
                : []),
            ]}
          />
        </Section>
        {mayManage ? (
          <Section title="Change">
            <OrganizationForm
              action={paths.settings(org)}
              organization={organization}
              zones={zones}
              state={state}
            />
          </Section>
        ) : null}
        {maySecure ? (
          <Section
            title="Second factors"
            intro={
              organization.needsTwoFactors
                ? "Every member needs one before anything here opens."
                : "Members may sign in with a password alone."
            }
          >
            <ButtonLink href={paths.twoFactors(org)}>
              {organization.needsTwoFactors ? "No longer need a second factor…" : "Need a second factor…"}
            </ButtonLink>
          </Section>
        ) : null}
        <Section title="You" card>
          <DescriptionList
            items={[
              { term: "Name", value: you.name },
              { term: "Email", value: you.email },
              { term: "Role", value: `${ROLE_LABELS[you.role]}. ${ROLE_HINTS[you.role]}` },
              { term: "Teams", value: led.length > 0 ? led.join(", ") : "In no team yet." },
            ]}
          />
          <p className="mt-4">
            <ButtonLink href={paths.leave(org)}>Leave organization…</ButtonLink>
          </p>
        </Section>
        {mayDelete ? (
          <Section
            title="Delete the organization"
            intro="Another owner has to confirm it, and then it waits a week."
          >
            <ButtonLink kind="danger-outline" href={paths.deleteOrganization(org)}>
              Delete the organization…
            </ButtonLink>
          </Section>
        ) : null}
      </div>
    </SettingsPage>
  );
}
