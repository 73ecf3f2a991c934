import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ChangeAddressInput } from "#app/domain/identity/password-inputs.ts";
import { askAddressChange } from "#app/domain/identity/verify-address.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";

export const meta: MetaFunction = () => [{ title: "Change address · Your account · Castellan" }];

export const loader = accountLoader(async ({ account }) => ({ email: account.email }));

export const action = accountForm({
  input: ChangeAddressInput,
  run: async (ctx, input) => {
    await countTry(ctx, ctx.account.accountId, "address-mail");
    await askAddressChange(ctx, input);
    return input.email;
  },
  done: (_ctx, email) => ({
    to: paths.account(),
    say: `A link is on its way to ${email}. Nothing changes before you open it.`,
  }),
});

export default function ChangeAddress() {
  const { email } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <div className="max-w-[640px]">
      <PageHeader
        title="Change address"
        answer={`You sign in as ${email}. The new address gets a link; when you open it, the old one is told.`}
      />
      <form method="post" className="grid gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <TextInput
          id="email"
          name="email"
          type="email"
          label="New address"
          autoComplete="email"
          required
          defaultValue={value("email")}
          error={error("email")}
        />
        <div className="action-bar">
          <Button kind="primary">Mail the link</Button>
          <ButtonLink href={paths.account()}>Cancel</ButtonLink>
        </div>
      </form>
    </div>
  );
}
