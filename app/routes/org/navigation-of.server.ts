import { countWaitingOn, findLeadRelation } from "#app/domain/requests/request-queries.server.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import type { NavGroup } from "#app/ui/layout/app-shell.tsx";
import { navigationFor } from "./navigation.ts";

/** The sidebar of the member of `ctx`, for pages that list where one can go. */
export async function navigationOf(ctx: PageCtx): Promise<NavGroup[]> {
  const relations = { leadsATeam: await findLeadRelation(ctx), ...(await countWaitingOn(ctx)) };
  return navigationFor({ org: ctx.org.slug, role: ctx.actor.role, ...relations }, "").groups;
}
