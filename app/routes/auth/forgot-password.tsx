import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AskPasswordResetInput } from "#app/domain/identity/password-inputs.ts";
import { askPasswordReset } from "#app/domain/identity/reset-password.server.ts";
import { type Done, openForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { isMailSetUp } from "#app/http/mail-set-up.server.ts";
import { paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";

export const meta: MetaFunction = () => [{ title: "Forgot password · Castellan" }];

export const loader = openLoader(async () => ({ hasMail: isMailSetUp() }));

export const action = openForm({
  input: AskPasswordResetInput,
  run: async (edge, { email }) => {
    await countTry(edge, email, "reset-mail");
    await askPasswordReset(edge, email);
  },
  done: (): Done<"asked"> => ({ shown: "asked" }),
});

const back = (
  <a className="link" href={paths.signIn()}>
    Back to sign in
  </a>
);

export default function ForgotPassword() {
  const { hasMail } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { refused, error, value, summary } = formState(answer);
  if (!hasMail) return <WithoutMail />;
  if (answer && "shown" in answer) {
    return (
      <CardPage
        title="Look into your mail"
        intro="If the address has an account here, a link to set a new password is on its way. It works once, for 30 minutes."
      >
        <p>Nothing came? Look into the spam folder, or ask again in a quarter of an hour.</p>
        <ButtonLink href={paths.signIn()} kind="primary">
          Back to sign in
        </ButtonLink>
      </CardPage>
    );
  }
  return (
    <CardPage title="Forgot password" intro="A link to set a new one is mailed to your address." foot={back}>
      <form method="post" className="grid gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <TextInput
          id="email"
          name="email"
          type="email"
          label="Email"
          autoComplete="username"
          required
          defaultValue={value("email")}
          error={error("email")}
        />
        <div className="action-bar">
          <Button kind="primary">Mail the link</Button>
        </div>
      </form>
    </CardPage>
  );
}

function WithoutMail() {
  return (
    <CardPage
      title="Forgot password"
      intro="This installation sends no mail, so it cannot mail you a link."
      foot={back}
    >
      <p>
        Ask whoever runs Castellan in your organization. On the server, this makes a link for you to set a new
        password:
      </p>
      <p>
        <code className="wrap-anywhere">
          npm run -s castellan -- admin reset-sign-in --email you@your.domain
        </code>
      </p>
    </CardPage>
  );
}
