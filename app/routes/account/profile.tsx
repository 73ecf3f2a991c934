import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeName } from "#app/domain/identity/change-name.server.ts";
import { ChangeNameInput } from "#app/domain/identity/password-inputs.ts";
import { getProfile } from "#app/domain/identity/profile-queries.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { isMailSetUp } from "#app/http/mail-set-up.server.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Section } from "#app/ui/section.tsx";

export const meta: MetaFunction = () => [{ title: "Profile · Your account · Castellan" }];

export const loader = accountLoader(async (ctx) => ({ ...(await getProfile(ctx)), hasMail: isMailSetUp() }));

export const action = accountForm({
  input: ChangeNameInput,
  run: changeName,
  done: () => ({ to: paths.account(), say: "Your name is changed." }),
});

export default function Profile() {
  const { name, email, verifiedAt, waiting, hasMail } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const isOwn = waiting?.email === email;
  return (
    <div className="max-w-[640px]">
      <PageHeader title="Profile" answer="What belongs to you, in whichever organization you are." />
      <Section title="Name" intro="Your organizations see it.">
        <form method="post" action={`${paths.account()}?index`} className="grid gap-4">
          {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
          <TextInput
            id="name"
            name="name"
            label="Name"
            autoComplete="name"
            maxLength={80}
            required
            defaultValue={value("name", name)}
            error={error("name")}
          />
          <div className="action-bar">
            <Button kind="primary">Change name</Button>
          </div>
        </form>
      </Section>
      <Section
        title="Address"
        intro={
          verifiedAt
            ? `You sign in as ${email}. It is verified: mail to it reaches you.`
            : `You sign in as ${email}. It is not verified yet, so we do not know that mail to it reaches you.`
        }
      >
        {waiting ? (
          <p className="mb-3">
            A link was mailed to {isOwn ? "it" : waiting.email}. Open it in this browser to{" "}
            {isOwn ? "verify it" : "change your address"}.
          </p>
        ) : null}
        {hasMail ? (
          <div className="action-bar">
            {verifiedAt ? null : (
              <form method="post" action={`${paths.account("address")}/proof`}>
                <Button>Mail the link again</Button>
              </form>
            )}
            <ButtonLink href={paths.account("address")}>Change address…</ButtonLink>
          </div>
        ) : (
          <p>This installation sends no mail, so an address can be neither verified nor changed here.</p>
        )}
      </Section>
    </div>
  );
}
