import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { forgetRepositoryToken } from "#app/domain/packages/repository/forget-repository-token.server.ts";
import { ForgetRepositoryTokenInput } from "#app/domain/packages/repository/repository-token-inputs.ts";
import { getRepositoryToken } from "#app/domain/packages/repository/repository-token-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { TOKEN_HOST_LABELS } from "./repository-token-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Forget token · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "registries", "Registries", [{ label: "Forget token" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  const { host } = await getRepositoryToken(ctx, params.host ?? "");
  return { org: ctx.org.slug, host };
});

export const action = memberForm({
  input: ForgetRepositoryTokenInput,
  fixed: ({ params }) => ({ host: params.host ?? "" }),
  run: forgetRepositoryToken,
  done: (ctx) => ({ to: paths.repositoryTokens(ctx.org.slug), say: "The token is forgotten." }),
});

export default function RepositoryTokenRemoval() {
  const { org, host } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="registries" title={`Forget the token for ${TOKEN_HOST_LABELS[host]}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.forgetRepositoryToken(org, host)}
          effects={[
            `${TOKEN_HOST_LABELS[host]} is asked without a token from the next look on, and answers fewer questions.`,
            "Facts that were found stay. The token itself goes on to work: revoke it at its host.",
          ]}
          verb="Forget token"
          danger
          cancel={<ButtonLink href={paths.repositoryTokens(org)}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
