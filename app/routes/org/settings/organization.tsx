import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { listTeamsOf } from "#app/domain/identity/team-queries.server.ts";
import { publicUrl } from "#app/env.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { CopyField } from "#app/ui/copy-field.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { ROLE_HINTS, ROLE_LABELS } from "./role-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Organization · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "organization", "Organization"),
};

export const loader = memberLoader(async (ctx) => ({
  org: ctx.org.slug,
  zone: ctx.org.timeZone,
  now: ctx.now,
  organization: await getOrganization(ctx),
  address: `${publicUrl()}${paths.home(ctx.org.slug)}`,
  you: { name: ctx.actor.name, email: ctx.account.email, role: ctx.actor.role },
  teams: await listTeamsOf(ctx, ctx.actor.memberId),
}));

export default function OrganizationSettings() {
  const { organization, address, you, teams, now, zone } = useLoaderData<typeof loader>();
  const led = teams.map((team) => (team.isLead ? `${team.name} (lead)` : team.name));
  return (
    <SettingsPage part="organization" title="Organization">
      <div className="max-w-[640px]">
        <Section title={organization.name} card>
          <DescriptionList
            items={[
              { term: "Address", value: <CopyField text={address} label="Copy address" /> },
              { term: "Id", value: <CopyField text={organization.id} label="Copy id" /> },
              { term: "Time zone", value: organization.timeZone },
              { term: "Created", value: <RelativeTime at={organization.createdAt} now={now} zone={zone} /> },
              ...(organization.isDemo
                ? [{ term: "Data", value: "Demo data, made by Castellan to show itself." }]
                : []),
            ]}
          />
        </Section>
        <Section title="You" card>
          <DescriptionList
            items={[
              { term: "Name", value: you.name },
              { term: "Email", value: you.email },
              { term: "Role", value: `${ROLE_LABELS[you.role]}. ${ROLE_HINTS[you.role]}` },
              { term: "Teams", value: led.length > 0 ? led.join(", ") : "In no team yet." },
            ]}
          />
        </Section>
      </div>
    </SettingsPage>
  );
}
