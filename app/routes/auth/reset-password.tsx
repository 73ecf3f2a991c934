import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { LinkWithoutUse } from "#app/domain/errors.ts";
import { DEAD_RESET_LINK } from "#app/domain/identity/account-link-rules.ts";
import { ResetPasswordInput } from "#app/domain/identity/password-inputs.ts";
import { findResetLink, resetPassword } from "#app/domain/identity/reset-password.server.ts";
import { openForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { closeSession, readSession } from "#app/http/session.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";

export const meta: MetaFunction = () => [{ title: "Set a new password · Castellan" }];

/** Opening the link uses nothing up: mail scanners and previews open it too. */
export const loader = openLoader(async (edge, { request, params }) => {
  const link = await findResetLink(edge, params.token ?? "");
  if (!link) throw new LinkWithoutUse();
  const signedIn = await readSession(edge, request);
  const other = signedIn && signedIn.accountId !== link.accountId ? signedIn.email : null;
  // Only of a link that still works: an old mail tells nobody more than it did.
  return { state: link.state, email: link.state === "open" ? link.email : "", other };
});

export const action = openForm({
  input: ResetPasswordInput,
  run: async (edge, { password }, { request, params }) => {
    await countTry(edge, "reset", "link");
    const signedIn = await readSession(edge, request);
    const signedInAs = signedIn?.accountId ?? null;
    await resetPassword(edge, { token: params.token ?? "", password, signedInAs });
    return closeSession(edge, request);
  },
  done: (_edge, cookie) => ({
    to: paths.signIn(),
    say: "The new password is set and every browser is signed out. Sign in with it.",
    headers: { "Set-Cookie": cookie },
  }),
});

export default function ResetPassword() {
  const { state, email, other } = useLoaderData<typeof loader>();
  const { refused, error, summary } = formState(useActionData<typeof action>());
  if (state !== "open") {
    return (
      <CardPage title="This link does nothing any more" intro={DEAD_RESET_LINK[state]}>
        <ButtonLink href={paths.forgotPassword} kind="primary">
          Ask for a new link
        </ButtonLink>
      </CardPage>
    );
  }
  if (other) {
    return (
      <CardPage
        title="Set a new password"
        intro={`You are signed in as ${other}, and this link is for another account. Sign out, then open it again.`}
      >
        <form method="post" action={paths.signOut}>
          <Button kind="primary">Sign out</Button>
        </form>
      </CardPage>
    );
  }
  return (
    <CardPage title="Set a new password" intro={`For ${email}. Every browser is signed out afterwards.`}>
      <form method="post" className="grid gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        {/* Password managers keep the address with the password. */}
        <input type="hidden" autoComplete="username" defaultValue={email} />
        <TextInput
          id="password"
          name="password"
          type="password"
          label="New password"
          hint="At least 12 characters. A few words in a row are easy to remember."
          autoComplete="new-password"
          required
          error={error("password")}
        />
        <div className="action-bar">
          <Button kind="primary">Set password</Button>
        </div>
      </form>
    </CardPage>
  );
}
