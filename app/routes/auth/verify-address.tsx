import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { LinkWithoutUse } from "#app/domain/errors.ts";
import { DEAD_ADDRESS_LINK } from "#app/domain/identity/account-link-rules.ts";
import { findAddressLink, verifyAddress } from "#app/domain/identity/verify-address.server.ts";
import { accountForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { readOwnSession } from "#app/http/session.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const meta: MetaFunction = () => [{ title: "Verify address · Castellan" }];

/** Opening the link uses nothing up: mail scanners and previews open it too. */
export const loader = openLoader(async (edge, { request, params, url }) => {
  const account = await readOwnSession(edge, request);
  if (!account) return { who: "nobody" as const, here: url.pathname };
  const link = await findAddressLink({ ...edge, account }, params.token ?? "");
  if (!link) throw new LinkWithoutUse();
  if (link === "foreign") return { who: "another" as const, signedInAs: account.email };
  const { email, isChange, state } = link;
  return { who: "owner" as const, email, isChange, state, before: account.email };
});

export const action = accountForm({
  input: z.strictObject({}),
  run: async (ctx, _input, { params }) => {
    await countTry(ctx, ctx.account.accountId, "link");
    return verifyAddress(ctx, params.token ?? "");
  },
  done: (_ctx, { email }) => ({ to: paths.account(), say: `${email} is verified.` }),
});

export default function VerifyAddress() {
  const shown = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  if (shown.who === "nobody") {
    return (
      <CardPage
        title="Verify address"
        intro="Sign in to the account the address is for, and you come back here."
      >
        <SignInForm to={shown.here} />
      </CardPage>
    );
  }
  if (shown.who === "another") {
    return (
      <CardPage
        title="Verify address"
        intro={`You are signed in as ${shown.signedInAs}, and this link belongs to another account. Sign out, then open it again.`}
      >
        <form method="post" action={paths.signOut}>
          <Button kind="primary">Sign out</Button>
        </form>
      </CardPage>
    );
  }
  if (shown.state !== "open") {
    return (
      <CardPage title="This link does nothing any more" intro={DEAD_ADDRESS_LINK[shown.state]}>
        <ButtonLink href={paths.account()} kind="primary">
          Your account
        </ButtonLink>
      </CardPage>
    );
  }
  return (
    <CardPage
      title="Verify address"
      intro={
        shown.isChange
          ? `From now on you sign in as ${shown.email}, no longer as ${shown.before}, which is told.`
          : `Mail to ${shown.email} reaches you.`
      }
    >
      {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
      <form method="post" className="action-bar">
        <Button kind="primary">{shown.isChange ? "Change address" : "Verify address"}</Button>
      </form>
    </CardPage>
  );
}
