import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RevokeScimTokenInput } from "#app/domain/provisioning/provisioning-inputs.ts";
import { revokeScimToken } from "#app/domain/provisioning/revoke-scim-token.server.ts";
import { getScimToken } from "#app/domain/provisioning/scim-token-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Revoke token · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "provisioning", "Provisioning", [{ label: "Revoke token" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "provisioning");
  return { org: ctx.org.slug, token: await getScimToken(ctx, params.scimTokenId ?? "") };
});

export const action = memberForm({
  input: RevokeScimTokenInput,
  run: revokeScimToken,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "provisioning"), say: "Token revoked." }),
});

export default function ScimTokenRevocation() {
  const { org, token } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="provisioning" title={`Revoke the token ${token.name}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.revokeScimToken(org, token.id)}
          effects={[
            "Your identity provider is refused from now on: nobody is added or removed by it any more.",
            "Everybody who is here stays, leavers too, until somebody removes them.",
          ]}
          verb="Revoke token"
          danger
          cancel={<ButtonLink href={paths.settings(org, "provisioning")}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
