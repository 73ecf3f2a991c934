import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { beginTotp, findTotpState, turnOnTotp } from "#app/domain/identity/set-up-totp.server.ts";
import { TotpInput } from "#app/domain/identity/totp-inputs.ts";
import { accountForm, type Done } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { CopyField } from "#app/ui/copy-field.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { QrCode } from "#app/ui/qr-code.tsx";
import { qrPath } from "#app/ui/qr-path.ts";
import { RecoveryCodeList } from "#app/ui/recovery-code-list.tsx";

export const meta: MetaFunction = () => [{ title: "Authenticator app · Your account · Castellan" }];

export const loader = accountLoader(async (ctx) => {
  const found = await findTotpState(ctx);
  const pending = found.state === "pending" ? { key: found.key, qr: qrPath(found.address) } : null;
  return { state: found.state, pending };
});

/** Without a code: begin. With one: turn on. */
export const action = accountForm({
  input: TotpInput,
  run: async (ctx, { oneTimeCode }) => {
    if (oneTimeCode === undefined) return beginTotp(ctx);
    await countTry(ctx, ctx.account.accountId, "proof");
    return turnOnTotp(ctx, { oneTimeCode });
  },
  done: (_ctx, turnedOn): Done<{ codes: string[] }> => {
    if (!turnedOn) return { to: paths.account("authenticator") };
    if (turnedOn.recoveryCodes) return { shown: { codes: turnedOn.recoveryCodes } };
    return { to: paths.account("second-factors"), say: "The authenticator app is on." };
  },
});

export default function Authenticator() {
  const shown = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const form = formState(answer);
  if (answer && "shown" in answer) {
    return (
      <div className="max-w-[640px]">
        <PageHeader title="The authenticator app is on" answer="Store your recovery codes now." />
        <RecoveryCodeList codes={answer.shown.codes} continueHref={paths.account("second-factors")} />
      </div>
    );
  }
  return (
    <div className="max-w-[640px]">
      <PageHeader title="Authenticator app" answer={ANSWERS[shown.state]} />
      {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
      {shown.pending ? (
        <Pending manualKey={shown.pending.key} qr={shown.pending.qr} error={form.error("oneTimeCode")} />
      ) : null}
      {shown.state === "off" ? (
        <form method="post" className="action-bar">
          <Button kind="primary">Show the key</Button>
          <ButtonLink href={paths.account("second-factors")}>Cancel</ButtonLink>
        </form>
      ) : null}
      {shown.state === "on" ? (
        <ButtonLink href={paths.account("authenticator/removal")}>Turn off authenticator app…</ButtonLink>
      ) : null}
    </div>
  );
}

const ANSWERS = {
  off: "You need an app that shows codes, such as the one of your phone or of your password manager.",
  pending: "Scan the picture with the app, or type the key into it. Then write the code it shows.",
  on: "It is on: signing in asks for a code of it.",
} as const;

type PendingProps = { manualKey: string; qr: { path: string; size: number }; error: string[] | undefined };

function Pending({ manualKey, qr, error }: PendingProps) {
  return (
    <div className="mt-4 grid gap-4">
      <QrCode {...qr} label="QR code of the key below" />
      <p>
        Key: <CopyField text={manualKey} label="Copy key" />
      </p>
      <form method="post" className="grid gap-4">
        <TextInput
          id="oneTimeCode"
          name="oneTimeCode"
          label="Code"
          hint="Six digits, as the app shows them now."
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          error={error}
        />
        <div className="action-bar">
          <Button kind="primary">Turn on</Button>
          <ButtonLink href={paths.account("second-factors")}>Cancel</ButtonLink>
        </div>
      </form>
    </div>
  );
}
