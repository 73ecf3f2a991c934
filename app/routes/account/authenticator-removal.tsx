import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { turnOffTotp } from "#app/domain/identity/set-up-totp.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { factorRemovalEffects } from "./removal-effects.ts";

export const meta: MetaFunction = () => [{ title: "Turn off authenticator app · Your account · Castellan" }];

export const loader = accountLoader(async ({ db, account }) => {
  const ways = await findProofWays(db, account.accountId);
  return { isOn: ways.authenticator, isLast: !ways.passkey };
});

export const action = accountForm({
  input: z.strictObject({}),
  run: turnOffTotp,
  done: () => ({ to: paths.account("second-factors"), say: "The authenticator app is off." }),
});

export default function AuthenticatorRemoval() {
  const { isOn, isLast } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const back = paths.account("second-factors");
  return (
    <div className="grid max-w-[640px] gap-4">
      <PageHeader title="Turn off the authenticator app?" />
      {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
      {isOn ? (
        <ConfirmForm
          action={paths.account("authenticator/removal")}
          effects={["Codes of the app no longer count.", ...factorRemovalEffects(isLast)]}
          verb="Turn off authenticator app"
          danger
          cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
        />
      ) : (
        <Banner kind="info" action={<ButtonLink href={back}>Back</ButtonLink>}>
          No authenticator app is turned on.
        </Banner>
      )}
    </div>
  );
}
