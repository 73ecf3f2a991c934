import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RequireTwoFactorsInput } from "#app/domain/identity/organization-inputs.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { requireTwoFactors } from "#app/domain/identity/require-two-factors.server.ts";
import { permit } from "#app/domain/permit.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Second factors · Organization · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "organization", "Organization", [{ label: "Second factors" }]),
};

export const loader = memberLoader(async (ctx) => {
  permit(ctx, "organization.secure");
  const { needsTwoFactors, name } = await getOrganization(ctx);
  return { org: ctx.org.slug, name, needed: needsTwoFactors };
});

export const action = memberForm({
  input: RequireTwoFactorsInput,
  run: requireTwoFactors,
  done: (ctx, { needed }) => ({
    to: paths.settings(ctx.org.slug),
    say: needed ? "Every member needs a second factor now." : "A second factor is no longer needed.",
  }),
});

export default function TwoFactors() {
  const { org, name, needed } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const cancel = <ButtonLink href={paths.settings(org)}>Cancel</ButtonLink>;
  return (
    <SettingsPage
      part="organization"
      title={needed ? "No longer need a second factor?" : "Need a second factor of everybody?"}
    >
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {needed ? (
          <ConfirmForm
            action={paths.twoFactors(org)}
            hidden={{ needed: "no" }}
            effects={[
              `A password alone opens ${name} again.`,
              "Second factors that people have stay as they are.",
            ]}
            verb="No longer need it"
            danger
            cancel={cancel}
          />
        ) : (
          <ConfirmForm
            action={paths.twoFactors(org)}
            hidden={{ needed: "yes" }}
            effects={[
              `Members without one are led to set one up before ${name} opens, you too, from their next click.`,
              "Whoever comes in through your own provider answers to that one.",
              "API keys and devices go on.",
            ]}
            verb="Need a second factor"
            cancel={cancel}
          />
        )}
      </div>
    </SettingsPage>
  );
}
