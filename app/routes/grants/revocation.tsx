import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RevokeGrantInput } from "#app/domain/grants/grant-inputs.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { grantStepLoader } from "./grant-page.server.ts";
import { grantCrumbs, holderName } from "./grant-words.ts";

export const meta: MetaFunction = () => [{ title: "Revoke grant · Grants · Castellan" }];
export const handle = { crumbs: (data: unknown) => grantCrumbs(data, "Revoke grant") };
export const loader = grantStepLoader(
  "revoke",
  "Only its holder, a lead of its team, security, an admin or an owner can revoke this grant.",
);

export const action = memberForm({
  input: RevokeGrantInput,
  run: revokeGrant,
  done: (ctx, { id }) => ({
    to: paths.grant(ctx.org.slug, id),
    say: "Grant revoked. Calls are refused from now on.",
  }),
});

export default function Revocation() {
  const { org, grant, isOwn, revoke } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const title = isOwn ? "Hand this grant back?" : `Revoke the grant of ${holderName(grant.holder)}?`;
  return (
    <div className="page-form">
      <PageHeader title={title} answer={revoke ?? undefined} />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <ConfirmForm
        action={paths.grantStep(org, grant.id, "revocation")}
        effects={[
          `Calls to ${grant.server.identity} in ${grant.environment} by this grant are refused from the next one on.`,
          "It cannot be undone; a new request takes its place.",
          "Entries in configuration files stay until they are removed there.",
        ]}
        verb={isOwn ? "Hand grant back" : "Revoke grant"}
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
      </ConfirmForm>
    </div>
  );
}
