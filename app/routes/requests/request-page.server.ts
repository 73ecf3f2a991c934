import { findDriftSides, getServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { shownState } from "#app/domain/requests/request-queries.server.ts";
import { snippetOf } from "#app/domain/requests/snippet-queries.server.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { readBesideFields } from "#app/routes/catalog/server-beside-fields.server.ts";

/** What a request's page and the decision screen show. Throws NotFound. */
export async function requestPage(ctx: PageCtx, requestId: string, wanted: string | null) {
  const { installation, peers, ...detail } = await getRequest(ctx, requestId);
  const client = CLIENTS.find((known) => known === wanted);
  const mayUse = detail.actions.isRequester || detail.holder.id === ctx.actor.memberId;
  const isApproved = detail.decision?.outcome === "approved";
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    me: ctx.actor.memberId,
    request: { ...detail, state: shownState(detail, ctx.now) },
    drift: detail.driftId !== null && !detail.decision ? await readDrift(ctx, detail.server.id) : null,
    isFromInstallation: installation !== null,
    peers: peers.filter((peer) => peer.grantId !== detail.decision?.grantId),
    snippet:
      isApproved && (mayUse || detail.holder.kind === "team")
        ? await snippetOf(ctx, { ...detail, installation, peers }, client)
        : null,
  };
}

/** What the server changed to, with the first tools before and after. */
async function readDrift(ctx: PageCtx, serverId: string) {
  const drift = await getServerDrift(ctx, serverId, { limit: 25 });
  const sides = await findDriftSides(ctx, drift);
  const besideFields = await readBesideFields(ctx, drift.pinned?.manifestId, drift.listed?.manifestId);
  return { ...drift, besideFields, rows: drift.tools.map((tool) => ({ ...tool, ...sides.get(tool.name) })) };
}

export type RequestPage = Awaited<ReturnType<typeof requestPage>>;

/** The loader of a request's page and of every step that shows it again when it is refused. */
export const requestLoader = memberLoader(async (ctx, { params, url }) => ({
  ...(await requestPage(ctx, params.requestId ?? "", url.searchParams.get("client"))),
  queue: url.searchParams.get("from") === "queue",
}));
