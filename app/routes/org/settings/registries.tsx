import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { can } from "#app/domain/permissions.ts";
import { createRegistry } from "#app/domain/registries/create-registry.server.ts";
import { CreateRegistryInput } from "#app/domain/registries/registry-inputs.ts";
import { listRegistries, type RegistryRow } from "#app/domain/registries/registry-queries.server.ts";
import { REGISTRY_KINDS, SCHEDULES } from "#app/domain/registries/registry-words.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { RegistryTable } from "./registry-table.tsx";
import { KIND_HINTS, KIND_LABELS, SCHEDULE_LABELS } from "./registry-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Registries · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "registries", "Registries"),
};

export const loader = memberLoader(async (ctx) => {
  refuseHiddenPart(ctx.actor.role, "registries");
  const rows: RegistryRow[] = await listRegistries(ctx);
  const { slug: org, timeZone: zone } = ctx.org;
  const may = {
    manage: can(ctx.actor, "registry.manage"),
    enterTokens: can(ctx.actor, "repository_token.manage"),
  };
  return { org, zone, now: ctx.now, rows, newId: uuidv7(), may };
});

export const action = memberForm({
  input: CreateRegistryInput,
  run: createRegistry,
  done: (ctx, { id }) => ({ to: paths.registry(ctx.org.slug, id), say: "The registry was added." }),
});

export default function Registries() {
  const { org, zone, now, rows, newId, may } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <SettingsPage
      part="registries"
      title="Registries"
      answer="Lists of servers that others keep. What they list can be found in the catalog before anybody uses it."
      actions={
        may.enterTokens ? (
          <ButtonLink href={paths.repositoryTokens(org)}>Repository tokens</ButtonLink>
        ) : undefined
      }
    >
      {rows.length === 0 ? (
        <p className="hint mb-8">No registry yet: the catalog holds what is in use or was asked for.</p>
      ) : (
        <div className="mb-8">
          <RegistryTable org={org} rows={rows} now={now} zone={zone} />
        </div>
      )}
      {may.manage ? (
        <div className="max-w-[640px]">
          <Section title="Add a registry">
            <form method="post" className="grid gap-4">
              {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
              <input type="hidden" name="id" value={value("id", newId)} />
              <TextInput
                id="name"
                name="name"
                label="Name"
                defaultValue={value("name")}
                error={error("name")}
                maxLength={80}
                required
              />
              <RadioCards
                id="kind"
                name="kind"
                label="What it gives"
                defaultValue={value("kind")}
                error={error("kind")}
                required
                columns={2}
                options={REGISTRY_KINDS.map((kind) => ({
                  value: kind,
                  label: KIND_LABELS[kind],
                  hint: KIND_HINTS[kind],
                }))}
              />
              <TextInput
                id="address"
                name="address"
                label="Address"
                hint="For example https://registry.modelcontextprotocol.io. Without one you give it files."
                defaultValue={value("address")}
                error={error("address")}
                maxLength={1_000}
                optional
              />
              <Select
                id="schedule"
                name="schedule"
                label="When it is read"
                defaultValue={value("schedule")}
                error={error("schedule")}
                options={SCHEDULES.map((schedule) => ({ value: schedule, label: SCHEDULE_LABELS[schedule] }))}
              />
              <div className="action-bar">
                <Button kind="primary" icon="plus">
                  Add registry
                </Button>
              </div>
            </form>
          </Section>
        </div>
      ) : null}
    </SettingsPage>
  );
}
