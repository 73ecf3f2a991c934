import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { OPENID_PURPOSES } from "#app/domain/identity/openid-purposes.ts";
import { OPENID_REFUSALS } from "#app/domain/identity/openid-words.ts";
import { startOpenid } from "#app/domain/identity/start-openid.server.ts";
import { requireSignedIn } from "#app/http/context.server.ts";
import { edgeOf, type RouteArgs } from "#app/http/edge.server.ts";
import { keepOpenidBrowser, openidRedirectUri } from "#app/http/openid-browser.server.ts";
import { localPath } from "#app/http/paths.ts";
import { answering } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";
import { openid } from "./openid-connector.server.ts";
import { OpenidRefused } from "./openid-refused.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in through your organization · Castellan" }];

/** Sends the browser to the provider. A link and not a form, since a form's way may not lead to another site. */
export function loader(args: RouteArgs) {
  return answering(args, async () => {
    const edge = edgeOf(args.context);
    const query = new URL(args.request.url).searchParams;
    const slug = args.params.org ?? "";
    const purpose = OPENID_PURPOSES.find((one) => one === query.get("for")) ?? "sign_in";
    const accountId = purpose === "sign_in" ? null : (await requireSignedIn(args)).account.accountId;
    await countTry(edge, slug, "provider-start");
    const { browser, cookie } = keepOpenidBrowser(args.request);
    const redirectUri = openidRedirectUri(slug);
    const returnTo = localPath(query.get("to")) ?? null;
    const start = { slug, redirectUri, browser, purpose, accountId, returnTo };
    const address = await startOpenid(edge, openid(), start);
    if (address.ok) throw redirect(address.value, { headers: { "Set-Cookie": cookie } });
    return data({ why: address.why, org: slug }, { status: OPENID_REFUSALS[address.why][0] });
  });
}

export default function OpenidStart() {
  return <OpenidRefused {...useLoaderData<typeof loader>()} />;
}
