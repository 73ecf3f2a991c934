import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { finishOpenid } from "#app/domain/identity/finish-openid.server.ts";
import { OPENID_REFUSALS } from "#app/domain/identity/openid-words.ts";
import { requireMember } from "#app/http/context.server.ts";
import { edgeOf, type RouteArgs } from "#app/http/edge.server.ts";
import { sayNext } from "#app/http/flash.server.ts";
import { openidBrowser, openidRedirectUri } from "#app/http/openid-browser.server.ts";
import { localPath, paths } from "#app/http/paths.ts";
import { answering } from "#app/http/respond.server.ts";
import { openSession, readSession } from "#app/http/session.server.ts";
import { log } from "#app/log.server.ts";
import { openid } from "./openid-connector.server.ts";
import { OpenidRefused } from "./openid-refused.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in through your organization · Castellan" }];

/** Where the provider sends the browser back to. */
export function loader(args: RouteArgs) {
  return answering(args, async () => {
    const { request } = args;
    const edge = edgeOf(args.context);
    const slug = args.params.org ?? "";
    const end = await finishOpenid(edge, openid(), {
      slug,
      redirectUri: openidRedirectUri(slug),
      browser: openidBrowser(request),
      callback: new URL(request.url).searchParams,
      signedIn: await readSession(edge, request),
      memberOf: () => requireMember(args),
    });
    if (end.outcome === "entered") {
      const headers = await openSession(edge, request, end.accountId, end.byProvider);
      throw redirect(localPath(end.returnTo) ?? paths.home(slug), { headers });
    }
    if (end.outcome === "prove") throw redirect(paths.openidStep(slug, "link"));
    const settings = paths.settings(slug, "sign-in");
    if (end.outcome === "tested") {
      const said = `The test worked: you came through the provider, as ${end.role}.`;
      throw redirect(settings, { headers: { "Set-Cookie": sayNext(said) } });
    }
    const { why, purpose } = end;
    log.info({ requestId: edge.requestId, why, purpose }, "a sign-in through a provider did not work");
    const back = purpose === "test" ? settings : purpose === "proof" ? paths.home(slug) : undefined;
    return data({ why, org: slug, ...(back ? { back } : {}) }, { status: OPENID_REFUSALS[why][0] });
  });
}

export default function OpenidCallback() {
  return <OpenidRefused {...useLoaderData<typeof loader>()} />;
}
