import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { cancelDeletion } from "#app/domain/keeping/cancel-deletion.server.ts";
import { OneDeletionInput } from "#app/domain/keeping/deletion-inputs.ts";
import { getDeletionPlan } from "#app/domain/keeping/deletion-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { DeletionStepPage } from "./deletion-step-page.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";

export const meta: MetaFunction = () => [{ title: "Cancel the deletion · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "organization", "Organization", [{ label: "Cancel the deletion" }]),
};

export const loader = memberLoader(async (ctx) => ({ org: ctx.org.slug, ...(await getDeletionPlan(ctx)) }));

export const action = memberForm({
  input: OneDeletionInput,
  run: cancelDeletion,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug), say: "Cancelled. Nothing is deleted." }),
});

export default function DeletionCancellation() {
  const { org, name, deletion } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <DeletionStepPage
      org={org}
      title={`Keep ${name}?`}
      step="cancellation"
      refused={refused?.sentence}
      deletionId={deletion?.id}
      why="There is no deletion to cancel."
      effects={[
        "Nothing is deleted, and every owner is told.",
        "To delete it after all, an owner asks anew and another confirms it.",
      ]}
      verb="Cancel the deletion"
    />
  );
}
