import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getOpenidProvider } from "#app/domain/identity/openid-queries.server.ts";
import { removeOpenidProvider } from "#app/domain/identity/remove-openid-provider.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Remove provider · Sign-in · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "sign-in", "Sign-in", [{ label: "Remove provider" }]),
};

export const loader = memberLoader(async (ctx) => {
  const provider = await getOpenidProvider(ctx);
  return { org: ctx.org.slug, host: new URL(provider.issuer).host };
});

export const action = memberForm({
  input: z.object({}),
  run: removeOpenidProvider,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "sign-in"), say: "The provider is removed." }),
});

export default function OpenidRemoval() {
  const { org, host } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="sign-in" title={`Remove ${host}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.openidSettings(org, "removal")}
          effects={[
            "Sessions it opened stop at once.",
            "Members stay. Who never had a password asks for one by mail.",
            "The client secret is forgotten.",
          ]}
          verb="Remove provider"
          danger
          cancel={<ButtonLink href={paths.settings(org, "sign-in")}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
