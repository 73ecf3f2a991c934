import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { confirmDeletion } from "#app/domain/keeping/confirm-deletion.server.ts";
import { OneDeletionInput } from "#app/domain/keeping/deletion-inputs.ts";
import { getDeletionPlan } from "#app/domain/keeping/deletion-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { DeletionStepPage } from "./deletion-step-page.tsx";
import { deletionEffects } from "./deletion-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";

export const meta: MetaFunction = () => [{ title: "Confirm the deletion · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "organization", "Organization", [{ label: "Confirm the deletion" }]),
};

export const loader = memberLoader(async (ctx) => ({ org: ctx.org.slug, ...(await getDeletionPlan(ctx)) }));

export const action = memberForm({
  input: OneDeletionInput,
  run: confirmDeletion,
  done: (ctx) => ({ to: paths.deleteOrganization(ctx.org.slug), say: "Confirmed. It waits now." }),
});

export default function DeletionConfirmation() {
  const { org, name, deletion } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const open = deletion?.state === "requested" ? deletion : null;
  return (
    <DeletionStepPage
      org={org}
      title={`Confirm that ${name} is deleted?`}
      step="confirmation"
      refused={refused?.sentence}
      deletionId={open?.id}
      why={
        open?.isMine
          ? "You asked for it yourself. Another owner has to confirm it."
          : "There is nothing to confirm."
      }
      isMine={open?.isMine}
      effects={[
        ...(open ? [`${open.requestedBy} asked for it.`] : []),
        ...deletionEffects(name),
        "You are asked to prove that it is you.",
      ]}
      verb="Confirm the deletion"
      danger
    />
  );
}
