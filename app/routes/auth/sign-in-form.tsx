import type { Refusal } from "#app/http/form-answer.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { KEPT_ACTION, KEPT_PREFIX, type KeptForm } from "#app/http/trouble.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PasskeyButton } from "#app/ui/passkey-button.tsx";
import { KeptFields } from "./kept-fields.tsx";

type SignInFormProps = {
  /** Where to go on afterwards. */
  to?: string;
  kept?: KeptForm;
  refused?: Refusal;
  /** The address an invitation is for. */
  email?: string;
};

/** Email and password, for the sign-in page and for a session that ended in the middle of something. */
export function SignInForm({ to, kept, refused, email }: SignInFormProps) {
  const state = formState(refused ? { refused } : undefined);
  return (
    // As a page load when a form is kept: a client navigation would load this page for somebody signed in, and lead away.
    <form method="post" action="/sign-in" className="grid gap-4" data-reload={kept ? "" : undefined}>
      {refused ? <ErrorSummary title={refused.sentence} errors={state.summary()} /> : null}
      {to ? <input type="hidden" name="to" value={to} /> : null}
      {kept ? (
        <>
          <input type="hidden" name={KEPT_ACTION} value={kept.action} />
          <KeptFields kept={kept} prefix={KEPT_PREFIX} />
        </>
      ) : null}
      <TextInput
        id="email"
        name="email"
        type="email"
        label="Email"
        autoComplete="username"
        required
        defaultValue={state.value("email", email)}
        error={state.error("email")}
      />
      <TextInput
        id="password"
        name="password"
        type="password"
        label="Password"
        autoComplete="current-password"
        required
        error={state.error("password")}
      />
      <div className="action-bar">
        <Button kind="primary">Sign in</Button>
        <a className="link" href={paths.forgotPassword}>
          Forgot password
        </a>
      </div>
      <PasskeyButton challengeHref={`${paths.signIn()}/passkey/challenge`} does="use">
        Sign in with a passkey
      </PasskeyButton>
    </form>
  );
}
