import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RegistryScheduleInput } from "#app/domain/registries/registry-inputs.ts";
import { getRegistry } from "#app/domain/registries/registry-queries.server.ts";
import { SCHEDULES } from "#app/domain/registries/registry-words.ts";
import { setRegistrySchedule } from "#app/domain/registries/set-registry-schedule.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { SCHEDULE_LABELS } from "./registry-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Registry schedule · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "registries", "Registries", [{ label: "When it is read" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "registries");
  const { id, name, schedule, address } = await getRegistry(ctx, params.registryId ?? "");
  return { org: ctx.org.slug, id, name, schedule, hasAddress: address !== null };
});

export const action = memberForm({
  input: RegistryScheduleInput,
  run: setRegistrySchedule,
  done: (ctx, { id }) => ({ to: paths.registry(ctx.org.slug, id), say: "The schedule is changed." }),
});

export default function RegistrySchedule() {
  const { org, id, name, schedule, hasAddress } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="registries" title={`When is ${name} read?`}>
      {hasAddress ? (
        <form method="post" className="grid max-w-[640px] gap-4">
          {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
          <Select
            id="schedule"
            name="schedule"
            label="When it is read"
            defaultValue={value("schedule", schedule)}
            error={error("schedule")}
            options={SCHEDULES.map((one) => ({ value: one, label: SCHEDULE_LABELS[one] }))}
          />
          <div className="action-bar">
            <Button kind="primary">Change schedule</Button>
            <ButtonLink href={paths.registry(org, id)}>Cancel</ButtonLink>
          </div>
        </form>
      ) : (
        <div className="grid max-w-[640px] gap-4">
          <p>It has no address: it is read when somebody gives it a file.</p>
          <div className="action-bar">
            <ButtonLink href={paths.registry(org, id)}>Back to the registry</ButtonLink>
          </div>
        </div>
      )}
    </SettingsPage>
  );
}
