import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RequireOpenidInput } from "#app/domain/identity/openid-inputs.ts";
import { getOpenidProvider } from "#app/domain/identity/openid-queries.server.ts";
import { whyNotRequire } from "#app/domain/identity/openid-rules.ts";
import { requireOpenid } from "#app/domain/identity/require-openid.server.ts";
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

export const meta: MetaFunction = () => [{ title: "Only OpenID here · Sign-in · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "sign-in", "Sign-in", [{ label: "Only OpenID here" }]),
};

export const loader = memberLoader(async (ctx) => {
  permit(ctx, "sign_in.require");
  const provider = await getOpenidProvider(ctx);
  const { isRequired, testedAt, testedBy } = provider;
  const why = isRequired ? null : whyNotRequire({ testedAt, testedBy, by: ctx.actor.memberId });
  return { org: ctx.org.slug, host: new URL(provider.issuer).host, isRequired, why };
});

export const action = memberForm({
  input: RequireOpenidInput,
  run: requireOpenid,
  done: (ctx, { isRequired }) => ({
    to: paths.settings(ctx.org.slug, "sign-in"),
    say: isRequired ? "Members come in through the provider only." : "Members may use other ways again.",
  }),
});

export default function OpenidRequirement() {
  const { org, host, isRequired, why } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const back = paths.settings(org, "sign-in");
  const effects = isRequired
    ? ["Members may sign in with their own password or passkey again, beside the provider."]
    : [
        `From their next request, members come in through ${host} only.`,
        "Owners may still use their own password and second factor, so that somebody can mend a provider that broke.",
        "API keys and devices go on working.",
      ];
  return (
    <SettingsPage part="sign-in" title={isRequired ? "Allow other ways in?" : "Only OpenID here?"}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {why ? (
          <Banner
            kind="warning"
            action={
              <ButtonLink href={`${paths.openidStep(org, "start")}?for=test`} data-reload="">
                Sign in as a test
              </ButtonLink>
            }
          >
            {why}
          </Banner>
        ) : (
          <ConfirmForm
            action={paths.openidSettings(org, "requirement")}
            hidden={isRequired ? {} : { isRequired: "true" }}
            effects={effects}
            verb={isRequired ? "Allow other ways" : "Only OpenID here"}
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          />
        )}
      </div>
    </SettingsPage>
  );
}
