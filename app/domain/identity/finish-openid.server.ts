import type { Database } from "#app/db/client.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { confirmOpenidProof } from "#app/domain/identity/confirm-openid-proof.server.ts";
import type { Openid, OpenidAnswer } from "#app/domain/identity/openid.ts";
import type { OpenidPurpose } from "#app/domain/identity/openid-purposes.ts";
import { findOpenidClient, findOpenidEntrance } from "#app/domain/identity/openid-queries.server.ts";
import { openidSecrets } from "#app/domain/identity/openid-secrets.server.ts";
import type { OpenidRefusal } from "#app/domain/identity/openid-words.ts";
import { signInByOpenid } from "#app/domain/identity/sign-in-by-openid.server.ts";
import { type OpenidFlow, takeOpenidFlow } from "#app/domain/identity/take-openid-flow.server.ts";
import { testOpenid } from "#app/domain/identity/test-openid.server.ts";
import type { ByProvider } from "#app/domain/identity/touch-session.server.ts";
import type { Role } from "#app/domain/permissions.ts";

type Edge = { db: Database; now: Date; requestId: string; from: string | null };
type Returned = {
  slug: string;
  redirectUri: string;
  /** The token in this browser's cookie, if it has one. */
  browser: string | undefined;
  /** What the provider sent along. */
  callback: URLSearchParams;
  /** Who is signed in in this browser, and their context in this organization when a test needs it. */
  signedIn: { accountId: string; email: string } | undefined;
  memberOf: () => Promise<MemberCtx>;
};

export type OpenidEnd =
  | { outcome: "entered"; accountId: string; byProvider: ByProvider; returnTo: string | null }
  | { outcome: "prove" }
  | { outcome: "tested"; role: Role }
  | { outcome: "refused"; why: OpenidRefusal; purpose: OpenidPurpose };

/** What a browser that comes back from the provider gets. A flow counts once, in the browser that began it. */
export async function finishOpenid(edge: Edge, openid: Openid, returned: Returned): Promise<OpenidEnd> {
  const refused = (why: OpenidRefusal, purpose: OpenidPurpose = "sign_in") =>
    ({ outcome: "refused", why, purpose }) as const;
  const entrance = await findOpenidEntrance(edge.db, returned.slug);
  if (!entrance) return refused("entrance");
  const state = returned.callback.get("state");
  const { browser } = returned;
  if (!state || !browser) return refused("flow");
  const { orgId } = entrance;
  const flow = await takeOpenidFlow({ db: edge.db, orgId, now: edge.now }, { state, browser });
  if (!flow) return refused("flow");
  const client = await findOpenidClient(edge, orgId, returned.redirectUri);
  if (!client) return refused("entrance", flow.purpose);
  const { callback } = returned;
  const answer = await openid.redeem(client, openidSecrets(state, browser), { callback, now: edge.now });
  if (!answer.ok) return refused(answer.why, flow.purpose);
  const end = await endOf(
    { ...edge, orgId, actor: { kind: "system", job: "openid" } },
    flow,
    answer.value,
    returned,
  );
  return end.outcome === "refused" ? refused(end.why, flow.purpose) : end;
}

type Unended = Exclude<OpenidEnd, { outcome: "refused" }> | { outcome: "refused"; why: OpenidRefusal };

async function endOf(ctx: Ctx, flow: OpenidFlow, answer: OpenidAnswer, returned: Returned): Promise<Unended> {
  const { returnTo, purpose } = flow;
  if (purpose !== "sign_in" && (!returned.signedIn || returned.signedIn.accountId !== flow.accountId)) {
    return { outcome: "refused", why: "not_you" };
  }
  if (purpose === "test")
    return testOpenid(await returned.memberOf(), answer, returned.signedIn?.email ?? "");
  const entry =
    purpose === "proof"
      ? await confirmOpenidProof(ctx, answer, flow)
      : await signInByOpenid(ctx, answer, flow.id);
  if (entry.outcome !== "entered") return entry;
  const { accountId, identityId } = entry;
  const byProvider = { orgId: ctx.orgId, identityId, provedAt: notAfter(answer.authenticatedAt, ctx.now) };
  return { outcome: "entered", accountId, byProvider, returnTo };
}

function notAfter(at: Date | null, now: Date): Date | null {
  return at !== null && at > now ? now : at;
}
