import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { WithdrawFindingAcceptanceInput } from "#app/domain/inventory/acceptance-inputs.ts";
import { getFinding } from "#app/domain/inventory/finding-list-queries.server.ts";
import { withdrawFindingAcceptance } from "#app/domain/inventory/withdraw-finding-acceptance.server.ts";
import { permit } from "#app/domain/permit.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { findingCrumbs } from "./finding-crumbs.ts";

export const meta: MetaFunction = () => [{ title: "Withdraw acceptance · Findings · Castellan" }];
export const handle = { crumbs: (data: unknown) => findingCrumbs(data, "Withdraw acceptance") };

export const loader = memberLoader(async (ctx, { params }) => {
  permit(ctx, "finding.accept");
  const { id, acceptance } = await getFinding(ctx, params.findingId ?? "");
  return { org: ctx.org.slug, findingId: id, isAccepted: acceptance !== null };
});

export const action = memberForm({
  input: WithdrawFindingAcceptanceInput,
  run: withdrawFindingAcceptance,
  done: (ctx, _, { params }) => ({
    to: paths.finding(ctx.org.slug, params.findingId ?? ""),
    say: "Acceptance withdrawn.",
  }),
});

export default function AcceptanceWithdrawal() {
  const { org, findingId, isAccepted } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const back = <ButtonLink href={paths.finding(org, findingId)}>Back to the finding</ButtonLink>;
  return (
    <div className="page-form">
      <PageHeader title="Withdraw the acceptance?" />
      {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
      {!isAccepted ? (
        <>
          <p className="mb-4">This finding is not accepted now. There is nothing to withdraw.</p>
          {back}
        </>
      ) : (
        <ConfirmForm
          action={paths.acceptanceWithdrawal(org, findingId)}
          effects={["What it covers counts as open at once, unless another acceptance covers it."]}
          verb="Withdraw acceptance"
          cancel={back}
        />
      )}
    </div>
  );
}
