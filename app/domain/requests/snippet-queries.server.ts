import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { clientSnippet, type Snippet, snippetVariables } from "#app/domain/inventory/client-snippet.ts";
import { type CLIENTS, Launch } from "#app/domain/inventory/scan-inputs.ts";
import { getRequest, type RequestDetail } from "#app/domain/requests/request-detail-queries.server.ts";

type Client = (typeof CLIENTS)[number];

/**
 * What to put into one client's file for an approved request. Names of variables are taken from an installation; values
 * never are. Throws Conflict before the approval.
 */
export async function getRequestSnippet(
  ctx: MemberCtx,
  requestId: string,
  client?: Client,
): Promise<Snippet & { client: Client }> {
  const detail = await getRequest(ctx, requestId);
  if (detail.decision?.outcome !== "approved") {
    throw new Conflict("There is no configuration yet: this request is not approved.");
  }
  return snippetOf(ctx, detail, client);
}

/** The same for a request that was read already. */
export async function snippetOf(
  ctx: MemberCtx,
  detail: RequestDetail,
  wanted?: Client,
): Promise<Snippet & { client: Client }> {
  const client = wanted ?? detail.client ?? detail.installation?.client ?? "cursor";
  const own = detail.installation?.launch;
  const seen = own ?? (await findLaunch(ctx, detail.server.id));
  const snippet = clientSnippet({
    client,
    name: detail.installation?.name ?? shortName(detail.server.identity),
    identity: detail.server.identity,
    release: detail.release ?? detail.manifest?.release ?? null,
    variables: seen ? snippetVariables(seen) : [],
    ...(own ? { launch: own } : {}),
  });
  return { ...snippet, client };
}

/** How somebody here starts it: only the names of its variables are used, since its arguments are theirs. */
function findLaunch(ctx: MemberCtx, serverId: string): Promise<Launch | undefined> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`select i.launch from installation i
      where i.org_id = ${ctx.orgId} and i.server_id = ${serverId} and i.removed_at is null
      order by i.id desc limit 1`);
    return found ? z.object({ launch: Launch }).parse(found).launch : undefined;
  });
}

/** "npm:@sentry/mcp-server" → "mcp-server". */
function shortName(identity: string): string {
  const words = identity.split(/[^A-Za-z0-9_-]+/).filter(Boolean);
  return words.at(-1)?.slice(0, 60) ?? "server";
}
