import type { MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { addPasskey } from "#app/domain/identity/keep-passkey.server.ts";
import { NewPasskeyInput } from "#app/domain/identity/passkey-inputs.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";
import { accountForm, type Done } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { passkeySite, takeChallenge } from "#app/http/passkey.server.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { PasskeyButton } from "#app/ui/passkey-button.tsx";
import { RecoveryCodeList } from "#app/ui/recovery-code-list.tsx";

export const meta: MetaFunction = () => [{ title: "Add passkey · Your account · Castellan" }];

// Asked for before the authenticator is, so that nobody touches a key for nothing.
export const loader = accountLoader(async (ctx) => {
  requireFreshProofOf(ctx.account, ctx.now);
  return null;
});

export const action = accountForm({
  input: NewPasskeyInput,
  run: async (ctx, { name, passkey }, { request }) => {
    const challenge = await takeChallenge(ctx, request, "passkey_add", ctx.account.accountId);
    return addPasskey(ctx, { name, credential: passkey, challenge, site: passkeySite() });
  },
  done: (_ctx, { recoveryCodes }): Done<{ codes: string[] }> =>
    recoveryCodes
      ? { shown: { codes: recoveryCodes } }
      : { to: paths.account("second-factors"), say: "The passkey is added." },
});

export default function NewPasskey() {
  const answer = useActionData<typeof action>();
  const { refused, error, value, summary } = formState(answer);
  const back = paths.account("second-factors");
  if (answer && "shown" in answer) {
    return (
      <div className="max-w-[640px]">
        <PageHeader title="The passkey is added" answer="Store your recovery codes now." />
        <RecoveryCodeList codes={answer.shown.codes} continueHref={back} />
      </div>
    );
  }
  return (
    <div className="max-w-[640px]">
      <PageHeader
        title="Add passkey"
        answer="Your device or security key makes it. Castellan keeps only the public half."
      />
      <form method="post" className="grid gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <TextInput
          id="name"
          name="name"
          label="Name"
          hint="What you will know it by, such as the device it is on."
          defaultValue={value("name", "My passkey")}
          maxLength={60}
          required
          error={error("name")}
        />
        <PasskeyButton
          challengeHref={`${paths.account("passkeys/new")}/challenge`}
          does="make"
          kind="primary"
        >
          Add passkey
        </PasskeyButton>
        <div>
          <ButtonLink href={back}>Cancel</ButtonLink>
        </div>
      </form>
    </div>
  );
}
