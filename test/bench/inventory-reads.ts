import type { MemberCtx } from "#app/domain/context.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import {
  listInstallations,
  listInstallationsAfter,
  listServersInUse,
  listTeamsInUse,
} from "#app/domain/inventory/inventory-queries.server.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";

export type InventoryRead = (ctx: MemberCtx) => Promise<unknown>;

const VIEWS = {
  servers: (ctx: MemberCtx, filter: InventoryFilter, page: number, sort = "need") =>
    listServersInUse(ctx, filter, { page, perPage: 50, sort }),
  installations: (ctx: MemberCtx, filter: InventoryFilter, page: number, sort = "need") =>
    listInstallations(ctx, filter, { page, perPage: 50, sort }),
  teams: (ctx: MemberCtx, filter: InventoryFilter, page: number) =>
    listTeamsInUse(ctx, filter, { page, perPage: 50 }),
};

type View = (typeof VIEWS)[keyof typeof VIEWS];

/** The last page of a list is known from its first: its number is looked up once per organization. */
function lastPage(view: View): InventoryRead {
  const pages = new Map<string, number>();
  return async (ctx) => {
    const key = `${ctx.orgId} ${ctx.db.$client.options.database}`;
    const known = pages.get(key);
    if (known) return view(ctx, {}, known);
    const { total } = await view(ctx, {}, 1);
    pages.set(key, Math.max(1, Math.ceil(total / 50)));
  };
}

function readsOf(name: string, view: View): Record<string, InventoryRead> {
  return {
    [`${name}List`]: (ctx) => view(ctx, {}, 1),
    [`${name}OfStanding`]: (ctx) => view(ctx, { standing: "unapproved" }, 1),
    [`${name}OfClient`]: (ctx) => view(ctx, { client: "cursor" }, 1),
    [`${name}OfSeverity`]: (ctx) => view(ctx, { severity: "critical" }, 1),
    [`${name}OfPresence`]: (ctx) => view(ctx, { presence: "silent" }, 1),
    [`${name}OfTwo`]: (ctx) => view(ctx, { standing: "approved", client: "vscode" }, 1),
    [`${name}FindServer`]: (ctx) => view(ctx, { q: "sentry" }, 1),
    [`${name}OfFinding`]: (ctx) => view(ctx, { finding: "literal-secret" }, 1),
    [`${name}FindPerson`]: (ctx) => view(ctx, { q: "person7" }, 1),
    [`${name}LastPage`]: lastPage(view),
  };
}

/** As the API and the CSV read it: by cursor, the middle of all ids being a place far from both ends. */
const api = (ctx: MemberCtx, filter: InventoryFilter, cursor?: string) =>
  listInstallationsAfter(ctx, filter, { limit: 50, cursor });
const MIDDLE = "80000000-0000-7000-8000-000000000000";

/** The three views of the inventory: list, filter, search, last page, and the orders that follow names. */
export const INVENTORY_READS: Record<string, InventoryRead> = {
  ...readsOf("servers", VIEWS.servers),
  ...readsOf("installations", VIEWS.installations),
  ...readsOf("teams", VIEWS.teams),
  installationsByPerson: (ctx) => VIEWS.installations(ctx, {}, 1, "person"),
  installationsByServer: (ctx) => VIEWS.installations(ctx, {}, 1, "server"),
  installationsBySight: (ctx) => VIEWS.installations(ctx, {}, 1, "-seen"),
  serversByPeople: (ctx) => VIEWS.servers(ctx, {}, 1, "-people"),
  summary: (ctx) => getInventorySummary(ctx),
  apiList: (ctx) => api(ctx, {}),
  apiOfStanding: (ctx) => api(ctx, { standing: "unapproved" }),
  apiOfClient: (ctx) => api(ctx, { client: "cursor" }),
  apiOfPresence: (ctx) => api(ctx, { presence: "silent" }),
  apiFindServer: (ctx) => api(ctx, { q: "sentry" }),
  apiFindPerson: (ctx) => api(ctx, { q: "person7" }),
  apiFarPage: (ctx) => api(ctx, {}, MIDDLE),
  apiFarPageOfStanding: (ctx) => api(ctx, { standing: "drifted" }, MIDDLE),
};
