import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { NotFound } from "#app/domain/errors.ts";
import { listPasskeys, removePasskey } from "#app/domain/identity/keep-passkey.server.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { factorRemovalEffects } from "./removal-effects.ts";

export const meta: MetaFunction = () => [{ title: "Remove passkey · Your account · Castellan" }];

export const loader = accountLoader(async (ctx, { params }) => {
  const passkeys = await listPasskeys(ctx);
  const found = passkeys.find((one) => one.id === params.passkeyId);
  if (!found) throw new NotFound("passkey");
  const { authenticator } = await findProofWays(ctx.db, ctx.account.accountId);
  return { id: found.id, name: found.name, isLast: passkeys.length === 1 && !authenticator };
});

export const action = accountForm({
  input: z.strictObject({ passkeyId: z.uuid() }),
  run: removePasskey,
  done: () => ({ to: paths.account("second-factors"), say: "The passkey is removed." }),
});

export default function PasskeyRemoval() {
  const { id, name, isLast } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <div className="grid max-w-[640px] gap-4">
      <PageHeader title={`Remove ${name}?`} />
      {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
      <ConfirmForm
        action={`${paths.ownPasskey(id)}/removal`}
        effects={["It no longer signs you in.", ...factorRemovalEffects(isLast)]}
        verb="Remove passkey"
        danger
        cancel={<ButtonLink href={paths.ownPasskey(id)}>Cancel</ButtonLink>}
      />
    </div>
  );
}
