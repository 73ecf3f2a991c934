import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { LinkWithoutUse } from "#app/domain/errors.ts";
import { acceptInvitation } from "#app/domain/identity/accept-invitation.server.ts";
import { AcceptInvitationInput } from "#app/domain/identity/accept-invitation-inputs.ts";
import { findInvitation, findWayIn } from "#app/domain/identity/find-invitation.server.ts";
import { DEAD_LINK } from "#app/domain/identity/invitation-rules.ts";
import { askAddressProof } from "#app/domain/identity/verify-address.server.ts";
import { enterAfterPassword } from "#app/http/enter.server.ts";
import { openForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { readOwnSession } from "#app/http/session.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const meta: MetaFunction = () => [{ title: "Invitation · Castellan" }];

export const loader = openLoader(async (edge, { request, params, url }) => {
  const opened = await findInvitation(edge, params.token ?? "");
  if (!opened) throw new LinkWithoutUse();
  const signedIn = await readOwnSession(edge, request);
  const way = await findWayIn(edge, opened, signedIn?.accountId ?? null);
  const { org, email, name, role, state } = opened;
  return { org: org.name, email, name, role, state, way, signedInAs: signedIn?.email, here: url.pathname };
});

export const action = openForm({
  input: AcceptInvitationInput,
  run: async (edge, input, { request, params }) => {
    const signedIn = await readOwnSession(edge, request);
    const accepting = { ...input, token: params.token ?? "", signedInAs: signedIn?.accountId ?? null };
    const { org, accountId } = await acceptInvitation(edge, accepting);
    // A link is no proof beside a session: it neither renews one nor stands for a second factor.
    if (signedIn?.accountId === accountId) return { org, to: paths.home(org.slug), headers: {} };
    await askAddressProof(edge, accountId);
    return { org, ...(await enterAfterPassword(edge, request, { accountId, to: paths.home(org.slug) })) };
  },
  done: (_edge, { org, to, headers }) => ({ to, say: `You are a member of ${org.name}.`, headers }),
});

export default function Invitation() {
  const opened = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const title = `Join ${opened.org}`;
  const invited = `${opened.email} is invited as ${opened.role}.`;
  if (opened.state !== "pending") {
    return (
      <CardPage title={title} intro={DEAD_LINK[opened.state]}>
        <ButtonLink href="/sign-in" kind="primary">
          Sign in
        </ButtonLink>
      </CardPage>
    );
  }
  if (opened.way === "sign_in") {
    return (
      <CardPage title={title} intro={`${invited} This address has an account: sign in to it to accept.`}>
        <SignInForm to={opened.here} email={opened.email} />
      </CardPage>
    );
  }
  if (opened.way === "wrong_account") {
    return (
      <CardPage title={title} intro={`${invited} You are signed in as ${opened.signedInAs}.`}>
        <p>Sign out, then open the link again to accept it.</p>
        <form method="post" action="/sign-out">
          <Button kind="primary">Sign out</Button>
        </form>
      </CardPage>
    );
  }
  const needsPassword = opened.way !== "confirm";
  return (
    <CardPage title={title} intro={invited}>
      <form method="post" className="grid gap-4">
        {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
        {needsPassword ? <NewAccount name={opened.name} email={opened.email} form={form} /> : null}
        <div className="action-bar">
          <Button kind="primary">Accept invitation</Button>
        </div>
      </form>
    </CardPage>
  );
}

type NewAccountProps = { name: string; email: string; form: ReturnType<typeof formState> };

function NewAccount({ name, email, form }: NewAccountProps) {
  return (
    <>
      {/* Password managers keep the address with the password. */}
      <input type="hidden" autoComplete="username" defaultValue={email} />
      <TextInput
        id="name"
        name="name"
        label="Your name"
        autoComplete="name"
        required
        defaultValue={form.value("name", name)}
        error={form.error("name")}
      />
      <TextInput
        id="password"
        name="password"
        type="password"
        label="Password"
        hint="At least 12 characters. A few words in a row are easy to remember."
        autoComplete="new-password"
        required
        error={form.error("password")}
      />
    </>
  );
}
