import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RequestDeletionInput } from "#app/domain/keeping/deletion-inputs.ts";
import { getDeletionPlan } from "#app/domain/keeping/deletion-queries.server.ts";
import { CONFIRM_DAYS } from "#app/domain/keeping/deletion-rules.ts";
import { requestDeletion } from "#app/domain/keeping/request-deletion.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { formatDay } from "#app/ui/format-time.ts";
import { deletionEffects, OPERATOR_CONFIRMS } from "./deletion-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Delete organization · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "organization", "Organization", [{ label: "Delete organization" }]),
};

export const loader = memberLoader(async (ctx) => ({
  org: ctx.org.slug,
  zone: ctx.org.timeZone,
  ...(await getDeletionPlan(ctx)),
}));

export const action = memberForm({
  input: RequestDeletionInput,
  run: requestDeletion,
  done: (ctx) => ({
    to: paths.deleteOrganization(ctx.org.slug),
    say: "Asked. Another owner has to confirm it.",
  }),
});

export default function OrganizationDeletion() {
  const { org, name, deletion } = useLoaderData<typeof loader>();
  return (
    <SettingsPage part="organization" title={`Delete ${name}`}>
      <div className="grid max-w-[640px] gap-4">{deletion ? <Standing /> : <Asking />}</div>
      <p className="hint mt-6">
        Take everything with you first:{" "}
        <a className="link" href={paths.exportOrganization(org)}>
          export everything
        </a>
        .
      </p>
    </SettingsPage>
  );
}

function Asking() {
  const { org, id, name, owners } = useLoaderData<typeof loader>();
  const { refused, error, value } = formState(useActionData<typeof action>());
  return (
    <>
      {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
      {owners < 2 ? <Banner kind="warning">{OPERATOR_CONFIRMS(id)}</Banner> : null}
      <ConfirmForm
        action={paths.deleteOrganization(org)}
        effects={[
          `Nothing happens by this alone: another owner has to confirm it within ${CONFIRM_DAYS} days.`,
          ...deletionEffects(name),
          "You are asked to prove that it is you.",
        ]}
        verb="Ask to delete the organization"
        danger
        cancel={<ButtonLink href={paths.settings(org)}>Cancel</ButtonLink>}
      >
        <TextInput
          id="name"
          name="name"
          label="Name of the organization"
          hint={`Type ${name}`}
          autoComplete="off"
          required
          defaultValue={value("name", "")}
          error={error("name")}
        />
      </ConfirmForm>
    </>
  );
}

function Standing() {
  const { org, id, zone, owners, deletion } = useLoaderData<typeof loader>();
  if (!deletion) return null;
  const { dueAt, lapsesAt, requestedBy, isMine, state } = deletion;
  const steps = (
    <div className="action-bar">
      {state === "requested" && !isMine ? (
        <ButtonLink kind="danger-outline" href={paths.deleteOrganization(org, "confirmation")}>
          Confirm the deletion…
        </ButtonLink>
      ) : null}
      <ButtonLink kind="primary" href={paths.deleteOrganization(org, "cancellation")}>
        Cancel the deletion…
      </ButtonLink>
    </div>
  );
  return (
    <>
      {dueAt ? (
        <Banner kind="problem">
          It is confirmed. Everything here is deleted on {formatDay(dueAt, zone)}; until then it works as
          before.
        </Banner>
      ) : (
        <Banner kind="warning">
          {isMine ? "You asked" : `${requestedBy} asked`} for it on {formatDay(deletion.requestedAt, zone)}.
          It is void unless another owner confirms it until {formatDay(lapsesAt, zone)}.
        </Banner>
      )}
      {!dueAt && owners < 2 ? <p>{OPERATOR_CONFIRMS(id)}</p> : null}
      {steps}
    </>
  );
}
