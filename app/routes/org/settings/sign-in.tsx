import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { findOpenidProvider } from "#app/domain/identity/openid-queries.server.ts";
import { setOpenidProvider } from "#app/domain/identity/set-openid-provider.server.ts";
import { listTeams } from "#app/domain/identity/team-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { openidRedirectUri } from "#app/http/openid-browser.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { CopyField } from "#app/ui/copy-field.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { OpenidForm } from "./openid-form.tsx";
import { proofHref } from "./proof-href.server.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Sign-in · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "sign-in", "Sign-in") };

const MOST_TEAMS = 200;

export const loader = memberLoader(async (ctx) => {
  refuseHiddenPart(ctx.actor.role, "sign-in");
  const org = ctx.org.slug;
  const teams = await listTeams(ctx, { page: 1, perPage: MOST_TEAMS });
  return {
    org,
    zone: ctx.org.timeZone,
    now: ctx.now,
    provider: await findOpenidProvider(ctx),
    teams: teams.rows.map(({ id, name }) => ({ value: id, label: name })),
    mayMakeOwners: ctx.actor.role === "owner",
    mayRequire: can(ctx.actor, "sign_in.require"),
    redirectUri: openidRedirectUri(org),
    proofHref: proofHref(ctx, paths.settings(org, "sign-in")),
    signInUrl: `${publicUrl()}${paths.openidSignIn(org)}`,
  };
});

export const action = memberForm({
  input: SetOpenidProviderInput,
  run: setOpenidProvider,
  done: (ctx) => ({
    to: paths.settings(ctx.org.slug, "sign-in"),
    say: "The provider is saved. Sign in through it as a test.",
  }),
});

export default function SignInSettings() {
  const shown = useLoaderData<typeof loader>();
  const { provider, redirectUri, signInUrl } = shown;
  return (
    <SettingsPage
      part="sign-in"
      title="Sign-in"
      answer={
        provider
          ? `Members can sign in through ${new URL(provider.issuer).host}.`
          : "Everybody signs in with email and password. Members can also come through your own OpenID provider."
      }
    >
      <div className="max-w-[720px]">
        <Section title="For the provider" intro="Register Castellan as a web application there.">
          <DescriptionList
            items={[
              {
                term: "Redirect address",
                value: <CopyField text={redirectUri} label="Copy redirect address" />,
              },
              {
                term: "Where people sign in",
                value: <CopyField text={signInUrl} label="Copy sign-in address" />,
              },
            ]}
          />
        </Section>
        {provider ? <ProviderState /> : null}
        <Section title={provider ? "Provider" : "Set up a provider"}>
          <OpenidForm {...shown} answer={useActionData<typeof action>()} />
        </Section>
        {provider ? (
          <Section
            title="Remove the provider"
            intro="Sessions it opened stop at once. Members stay, and sign in with their own password."
          >
            <ButtonLink kind="danger-outline" href={paths.openidSettings(shown.org, "removal")}>
              Remove provider…
            </ButtonLink>
          </Section>
        ) : null}
      </div>
    </SettingsPage>
  );
}

function ProviderState() {
  const { org, provider, mayRequire, now, zone } = useLoaderData<typeof loader>();
  if (!provider) return null;
  const tested = provider.testedAt;
  return (
    <Section
      title="State"
      actions={
        <>
          <ButtonLink href={`${paths.openidStep(org, "start")}?for=test`} data-reload="">
            Sign in as a test
          </ButtonLink>
          {mayRequire ? (
            <ButtonLink href={paths.openidSettings(org, "requirement")}>
              {provider.isRequired ? "Allow other ways…" : "Only OpenID here…"}
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <DescriptionList
        items={[
          {
            term: "Test",
            value: tested ? (
              <RelativeTime at={tested} now={now} zone={zone} />
            ) : (
              "Not tested since the last change."
            ),
          },
          {
            term: "Other ways in",
            value: provider.isRequired
              ? "Closed. Owners may still use their own password and second factor. API keys go on working."
              : "Open. Members may also use their own password or passkey.",
          },
        ]}
      />
    </Section>
  );
}
