import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { cancelRegistryImport } from "#app/domain/registries/cancel-registry-import.server.ts";
import { OneRegistryImportInput } from "#app/domain/registries/registry-inputs.ts";
import { getRegistryImport } from "#app/domain/registries/registry-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { entriesOf } from "./registry-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Stop import · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "registries", "Registries", [{ label: "Stop import" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "registries");
  const { id, registryId, seen, endedAt } = await getRegistryImport(ctx, params.registryImportId ?? "");
  if (registryId !== params.registryId) throw new NotFound("import");
  return { org: ctx.org.slug, id, registryId, seen, hasEnded: endedAt !== null };
});

export const action = memberForm({
  input: OneRegistryImportInput,
  run: cancelRegistryImport,
  done: (ctx, { registryId, id }) => ({
    to: paths.registryImport(ctx.org.slug, registryId, id),
    say: "The import is stopped.",
  }),
});

export default function RegistryImportCancellation() {
  const { org, id, registryId, seen, hasEnded } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const back = paths.registryImport(org, registryId, id);
  return (
    <SettingsPage part="registries" title="Stop this import?">
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {hasEnded && !refused ? (
          <Banner kind="warning" action={<ButtonLink href={back}>Back</ButtonLink>}>
            It has ended already.
          </Banner>
        ) : null}
        {hasEnded ? null : (
          <ConfirmForm
            action={paths.registryImportCancellation(org, registryId, id)}
            effects={[
              `What it has read so far stays: ${entriesOf(seen)}.`,
              "What it has not read stays as it was before.",
            ]}
            verb="Stop import"
            danger
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          />
        )}
      </div>
    </SettingsPage>
  );
}
