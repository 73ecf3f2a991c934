import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SuspendGrantInput } from "#app/domain/grants/grant-inputs.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { grantStepLoader } from "./grant-page.server.ts";
import { grantCrumbs, holderName } from "./grant-words.ts";

export const meta: MetaFunction = () => [{ title: "Suspend grant · Grants · Castellan" }];
export const handle = { crumbs: (data: unknown) => grantCrumbs(data, "Suspend grant") };
export const loader = grantStepLoader("suspend", "Only security, an admin or an owner can suspend a grant.");

export const action = memberForm({
  input: SuspendGrantInput,
  run: suspendGrant,
  done: (ctx, { id }) => ({ to: paths.grant(ctx.org.slug, id), say: "Grant suspended." }),
});

export default function Suspension() {
  const { org, grant, suspend } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <div className="page-form">
      <PageHeader title={`Suspend the grant of ${holderName(grant.holder)}?`} answer={suspend ?? undefined} />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <ConfirmForm
        action={paths.grantStep(org, grant.id, "suspension")}
        effects={[
          `Calls to ${grant.server.identity} in ${grant.environment} by this grant are refused from the next one on.`,
          "It can be resumed.",
        ]}
        verb="Suspend grant"
        danger
        cancel={<ButtonLink href={paths.grant(org, grant.id)}>Cancel</ButtonLink>}
      >
        <TextArea
          id="reason"
          name="reason"
          label="Reason"
          rows={2}
          required
          maxLength={2_000}
          defaultValue={value("reason")}
          error={error("reason")}
        />
        <TextInput
          id="until"
          name="until"
          type="date"
          label="Until"
          hint="Empty: until somebody resumes it."
          optional
          defaultValue={value("until")}
          error={error("until")}
        />
      </ConfirmForm>
    </div>
  );
}
