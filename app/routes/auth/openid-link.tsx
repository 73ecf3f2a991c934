import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { Forbidden, NotFound } from "#app/domain/errors.ts";
import { linkOpenid } from "#app/domain/identity/link-openid.server.ts";
import { findOpenidEntrance, findWaitingEmail } from "#app/domain/identity/openid-queries.server.ts";
import { OPENID_REFUSALS } from "#app/domain/identity/openid-words.ts";
import { isProofFresh } from "#app/domain/require-fresh-proof.ts";
import { openForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { openidBrowser } from "#app/http/openid-browser.server.ts";
import { localPath, paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { openSession, readOwnSession } from "#app/http/session.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { OpenidRefused } from "./openid-refused.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const meta: MetaFunction = () => [{ title: "Link your account · Castellan" }];

export const loader = openLoader(async (edge, { request, params }) => {
  const org = params.org ?? "";
  const browser = openidBrowser(request);
  const entrance = await findOpenidEntrance(edge.db, org);
  const email = entrance && browser ? await findWaitingEmail(edge, entrance.orgId, browser) : undefined;
  const account = await readOwnSession(edge, request);
  const mayLink = account?.email === email && isProofFresh(account?.provedAt ?? null, edge.now);
  return { org, email, mayLink };
});

export const action = openForm({
  input: z.object({}),
  run: async (edge, _input, { request, params }) => {
    const org = params.org ?? "";
    const browser = openidBrowser(request);
    const entrance = await findOpenidEntrance(edge.db, org);
    if (!entrance || !browser) throw new NotFound("sign-in to link");
    const account = await readOwnSession(edge, request);
    if (!account) throw new Forbidden("Sign in with your own password first. Nothing was linked.");
    const { orgId } = entrance;
    const ctx = { ...edge, orgId, actor: { kind: "system", job: "openid" } } as const;
    const linked = await linkOpenid(ctx, { browser, account });
    if (!linked.enters) throw new Forbidden(OPENID_REFUSALS.no_group[1]);
    const { accountId, identityId, returnTo } = linked;
    const headers = await openSession(edge, request, accountId, { orgId, identityId, provedAt: null });
    return { to: localPath(returnTo) ?? paths.home(org), headers };
  },
  done: (_edge, { to, headers }) => ({
    to,
    say: "Your account is linked. From now on you can sign in through the provider.",
    headers,
  }),
});

export default function OpenidLink() {
  const { org, email, mayLink } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  if (!email) return <OpenidRefused why="flow" org={org} />;
  const has = `${email} has an account here already.`;
  if (!mayLink) {
    return (
      <CardPage
        title="Link your account"
        intro={`${has} Sign in with its own password once, so that nobody else's provider can take it over. Afterwards the provider is enough.`}
      >
        <SignInForm to={paths.openidStep(org, "link")} email={email} />
      </CardPage>
    );
  }
  return (
    <CardPage
      title="Link your account"
      intro={`${has} Link it to your sign-in at the provider of ${org}? That opens this organization only.`}
    >
      {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
      <form method="post" className="action-bar">
        <Button kind="primary">Link and continue</Button>
      </form>
    </CardPage>
  );
}
