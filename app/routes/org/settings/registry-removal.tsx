import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OneRegistryInput } from "#app/domain/registries/registry-inputs.ts";
import { getRegistry, listRegistryImports } from "#app/domain/registries/registry-queries.server.ts";
import { removeRegistry } from "#app/domain/registries/remove-registry.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { plural } from "#app/ui/plural.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Remove registry · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "registries", "Registries", [{ label: "Remove registry" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "registries");
  const found = await getRegistry(ctx, params.registryId ?? "");
  const imports = await listRegistryImports(ctx, found.id);
  const { id, name, listings, warnings } = found;
  const isReading = imports.some((one) => one.endedAt === null);
  return { org: ctx.org.slug, id, name, listings, warnings, isReading };
});

export const action = memberForm({
  input: OneRegistryInput,
  run: removeRegistry,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "registries"), say: "The registry is removed." }),
});

export default function RegistryRemoval() {
  const { org, id, name, listings, warnings, isReading } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="registries" title={`Remove ${name}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.registryStep(org, id, "removal")}
          effects={[
            ...(isReading ? ["The import that is going on is stopped."] : []),
            plural(listings, {
              zero: "Nothing of it is in the catalog.",
              one: "# entry leaves the catalog within minutes.",
              other: "# entries leave the catalog within minutes.",
            }),
            ...(warnings > 0
              ? [
                  plural(warnings, {
                    one: "# of them is marked deprecated or deleted by it: that warning counts for trust no more.",
                    other:
                      "# of them are marked deprecated or deleted by it: those warnings count for trust no more.",
                  }),
                ]
              : []),
            "Servers in use, requests and decisions stay as they are.",
            "Its imports stay in the audit. To have it again, add it and have it read.",
          ]}
          verb="Remove registry"
          danger
          cancel={<ButtonLink href={paths.registry(org, id)}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
