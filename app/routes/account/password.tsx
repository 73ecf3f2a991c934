import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changePassword } from "#app/domain/identity/change-password.server.ts";
import { ChangePasswordInput } from "#app/domain/identity/password-inputs.ts";
import { getProfile } from "#app/domain/identity/profile-queries.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { countTry, forgetTries } from "#app/http/sign-in-limits.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";

export const meta: MetaFunction = () => [{ title: "Password · Your account · Castellan" }];

export const loader = accountLoader(async (ctx) => {
  const { hasPassword, email } = await getProfile(ctx);
  return { hasPassword, email };
});

export const action = accountForm({
  input: ChangePasswordInput,
  run: async (ctx, input) => {
    await countTry(ctx, ctx.account.accountId, "proof");
    await changePassword(ctx, input);
    await forgetTries(ctx, ctx.account.accountId, "proof");
  },
  done: () => ({
    to: paths.account("password"),
    say: "Your password is changed and every other browser is signed out.",
  }),
});

export default function ChangePassword() {
  const { hasPassword, email } = useLoaderData<typeof loader>();
  const { refused, error, summary } = formState(useActionData<typeof action>());
  return (
    <div className="max-w-[640px]">
      <PageHeader
        title="Password"
        answer={
          hasPassword
            ? "Every other browser is signed out when you change it."
            : "This account has no password. With one, you can sign in without another service."
        }
      />
      <form method="post" className="grid gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        {/* Password managers keep the address with the password. */}
        <input type="hidden" autoComplete="username" defaultValue={email} />
        {hasPassword ? (
          <TextInput
            id="currentPassword"
            name="currentPassword"
            type="password"
            label="Password of now"
            autoComplete="current-password"
            required
            error={error("currentPassword")}
          />
        ) : null}
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
          <Button kind="primary">{hasPassword ? "Change password" : "Set password"}</Button>
        </div>
      </form>
    </div>
  );
}
