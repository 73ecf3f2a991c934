import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ResumeGrantInput } from "#app/domain/grants/grant-inputs.ts";
import { resumeGrant } from "#app/domain/grants/resume-grant.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { grantLoader } from "./grant-page.server.ts";
import { grantCrumbs, holderName } from "./grant-words.ts";

export const meta: MetaFunction = () => [{ title: "Resume grant · Grants · Castellan" }];
export const handle = { crumbs: (data: unknown) => grantCrumbs(data, "Resume grant") };
export const loader = grantLoader;

export const action = memberForm({
  input: ResumeGrantInput,
  run: resumeGrant,
  done: (ctx, { id }) => ({ to: paths.grant(ctx.org.slug, id), say: "Grant resumed." }),
});

export default function Resumption() {
  const { org, grant } = useLoaderData<typeof loader>();
  const { refused, summary } = formState(useActionData<typeof action>());
  return (
    <div className="page-form">
      <PageHeader title={`Resume the grant of ${holderName(grant.holder)}?`} />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <ConfirmForm
        action={paths.grantStep(org, grant.id, "resumption")}
        effects={[
          `Calls to ${grant.server.identity} in ${grant.environment} by this grant are allowed again.`,
        ]}
        verb="Resume grant"
        cancel={<ButtonLink href={paths.grant(org, grant.id)}>Cancel</ButtonLink>}
      />
    </div>
  );
}
