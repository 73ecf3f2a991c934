import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { makeRecoveryCodes } from "#app/domain/identity/make-recovery-codes.server.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { hasSecondFactor } from "#app/domain/identity/proof-rules.ts";
import { accountForm, type Done } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { RecoveryCodeList } from "#app/ui/recovery-code-list.tsx";

export const meta: MetaFunction = () => [{ title: "Recovery codes · Your account · Castellan" }];

export const loader = accountLoader(async ({ db, account }) => ({
  hasOne: hasSecondFactor(await findProofWays(db, account.accountId)),
}));

export const action = accountForm({
  input: z.strictObject({}),
  run: makeRecoveryCodes,
  done: (_ctx, { recoveryCodes }): Done<{ codes: string[] }> => ({ shown: { codes: recoveryCodes } }),
});

export default function RecoveryCodes() {
  const { hasOne } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { refused } = formState(answer);
  const back = paths.account("second-factors");
  if (answer && "shown" in answer) {
    return (
      <div className="max-w-[640px]">
        <PageHeader title="New recovery codes" answer="The earlier ones no longer work." />
        <RecoveryCodeList codes={answer.shown.codes} continueHref={back} />
      </div>
    );
  }
  return (
    <div className="grid max-w-[640px] gap-4">
      <PageHeader title="Make new recovery codes?" />
      {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
      {hasOne ? (
        <ConfirmForm
          action={paths.account("recovery-codes")}
          effects={["Ten new codes are shown, once.", "The codes you have now no longer work."]}
          verb="Make new codes"
          cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
        />
      ) : (
        <Banner kind="info" action={<ButtonLink href={back}>Back</ButtonLink>}>
          Recovery codes stand for a second factor, and you have none yet.
        </Banner>
      )}
    </div>
  );
}
