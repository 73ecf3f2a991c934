import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RevokeApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import { getApiKey } from "#app/domain/identity/api-key-queries.server.ts";
import { revokeApiKey } from "#app/domain/identity/revoke-api-key.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Revoke API key · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "api-keys", "API keys", [{ label: "Revoke API key" }]),
};

export const loader = memberLoader(async (ctx, { params }) => ({
  org: ctx.org.slug,
  apiKey: await getApiKey(ctx, params.apiKeyId ?? ""),
}));

export const action = memberForm({
  input: RevokeApiKeyInput,
  run: revokeApiKey,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "api-keys"), say: "API key revoked." }),
});

export default function ApiKeyRevocation() {
  const { org, apiKey } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage
      part="api-keys"
      title={`Revoke ${apiKey.name}?`}
      facts={[<code key="p">{apiKey.prefix}…</code>]}
    >
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.revokeApiKey(org, apiKey.id)}
          effects={[
            `Every program that uses this key as ${apiKey.agent?.name ?? apiKey.member.name} is refused from now on.`,
            "This cannot be undone; a new key takes its place.",
          ]}
          verb="Revoke API key"
          danger
          cancel={<ButtonLink href={paths.settings(org, "api-keys")}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
