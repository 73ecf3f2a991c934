import { listMatches } from "#app/domain/advisories/match-queries.server.ts";
import { isAuditVerb } from "#app/domain/audit/audit-inputs.ts";
import { AUDIT_VERBS } from "#app/domain/audit/audit-verbs.ts";
import { findBeside } from "#app/domain/catalog/beside-queries.server.ts";
import { findDriftSides, getServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import { listHidden } from "#app/domain/catalog/hidden-queries.server.ts";
import { listLooks } from "#app/domain/catalog/look-queries.server.ts";
import { listManifests } from "#app/domain/catalog/manifest-queries.server.ts";
import { listTouched } from "#app/domain/catalog/touch-queries.server.ts";
import { getConnection } from "#app/domain/connections/connection-queries.server.ts";
import { getDeclared } from "#app/domain/connections/declared-queries.server.ts";
import { listGrants } from "#app/domain/grants/grant-queries.server.ts";
import {
  InstallationSort,
  inventoryParameters,
  PageChoice,
} from "#app/domain/inventory/inventory-filters.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { listTools, type ServerDetail } from "#app/domain/inventory/server-queries.server.ts";
import { listServerFindings } from "#app/domain/inventory/server-use-queries.server.ts";
import { getPackage } from "#app/domain/packages/package-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { findTrustChange } from "#app/domain/requests/decided-trust-queries.server.ts";
import { listRequests } from "#app/domain/requests/request-queries.server.ts";
import { listServerEvents } from "#app/domain/requests/server-page-queries.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import { paths } from "#app/http/paths.ts";
import { inventoryFoot } from "#app/routes/inventory/inventory-foot.ts";
import { inventoryHref } from "#app/routes/inventory/inventory-view.ts";
import type { ServerTab } from "./server-tabs.ts";

const FIRST_ROWS = 5;
const FIRST_DIFFERENCES = 25;
const ADVISORIES = 50;
const OPEN_REQUESTS = 20;
const EVENTS = 50;

export type ServerContent = Awaited<ReturnType<typeof readServerContent>>;

/** What stands under one tab of a server's page. */
export async function readServerContent(ctx: PageCtx, server: ServerDetail, tab: ServerTab, url: URL) {
  const asked = inventoryParameters(url.searchParams);
  const choice = PageChoice.parse(asked);
  const href = (changes: Record<string, string | number | undefined>) =>
    inventoryHref(paths.server(ctx.org.slug, server.id), url.search, changes);
  const foot = (total: number, shown: number) => inventoryFoot(choice, { total, shown }, href);
  const bounds = { limit: choice.perPage, offset: (choice.page - 1) * choice.perPage };
  switch (tab) {
    case "overview": {
      const first = { page: 1, perPage: 25 as const, sort: "need" };
      const used = await listInstallations(ctx, { server: server.id }, first);
      return {
        tab,
        first: used.rows.slice(0, FIRST_ROWS),
        findings: await listServerFindings(ctx, server.id),
        manifests: await listManifests(ctx, server.id),
        touched: await listTouched(ctx, server.id),
        declared: await getDeclared(ctx, server.id),
        hidden: await listHidden(ctx, server.id),
        looks: { rows: await listLooks(ctx, server.id), mayAsk: can(ctx.actor, "server.ask") },
        ...(await readTrustContent(ctx, server.id, undefined)),
        connection: await getConnection(ctx, server.id),
        package: await readPackage(ctx, server),
        advisories: await listMatches(ctx, { server: server.id }, { limit: ADVISORIES }),
      };
    }
    case "tools": {
      const { rows } = await listTools(ctx, server.id);
      const shown = rows.slice(bounds.offset, bounds.offset + bounds.limit);
      return {
        tab,
        tools: shown,
        looks: await listLooks(ctx, server.id),
        beside: await findBeside(ctx, server.id),
        hidden: await listHidden(ctx, server.id),
        foot: foot(rows.length, shown.length),
        drift: await readDrift(ctx, server.id),
      };
    }
    case "access": {
      const grants = await listGrants(ctx, { server: server.id }, bounds);
      const requests = await listRequests(ctx, { server: server.id, open: "yes" }, { limit: OPEN_REQUESTS });
      return {
        tab,
        grants: grants.rows,
        foot: foot(grants.total, grants.rows.length),
        requests: requests.rows,
        openRequests: requests.total,
      };
    }
    case "installations": {
      const sort = InstallationSort.parse(asked.sort);
      const { rows, total } = await listInstallations(ctx, { server: server.id }, { ...choice, sort });
      return { tab, rows, total, sort, foot: foot(total, rows.length) };
    }
    case "evidence":
      return {
        tab,
        ...(await readTrustContent(ctx, server.id, url.searchParams.get("release")?.slice(0, 200))),
      };
    case "history": {
      const cursor = /^[0-9a-f-]{36}$/i.test(asked.cursor ?? "") ? asked.cursor : undefined;
      const { rows, nextCursor } = await listServerEvents(ctx, server.id, { cursor, limit: EVENTS });
      return {
        tab,
        // Named here, since the list of verbs comes with the checks of an address, which pages need not load.
        rows: rows.map((row) => ({
          ...row,
          action: isAuditVerb(row.verb) ? AUDIT_VERBS[row.verb] : row.verb,
        })),
        olderHref: nextCursor ? href({ cursor: nextCursor }) : null,
        newestHref: cursor ? href({ cursor: undefined }) : null,
      };
    }
  }
}

/** How it differs from what was approved: the first tools, with both sides. */
async function readDrift(ctx: PageCtx, serverId: string) {
  const drift = await getServerDrift(ctx, serverId, { limit: FIRST_DIFFERENCES });
  const sides = await findDriftSides(ctx, drift);
  return { ...drift, rows: drift.tools.map((tool) => ({ ...tool, ...sides.get(tool.name) })) };
}

/** Null where there is nothing to look at: no package of npm, no image, and no repository anybody names. */
async function readPackage(ctx: PageCtx, { id, kind }: ServerDetail) {
  const looks = await getPackage(ctx, { serverId: id });
  const { listed, repository, failed, askedAt } = looks;
  return kind === "npm" || kind === "oci" || listed || repository || failed || askedAt ? looks : null;
}

async function readTrustContent(ctx: PageCtx, serverId: string, release: string | undefined) {
  const trust = await getServerTrust(ctx, { serverId, release: release || undefined });
  return { trust, since: await findTrustChange(ctx, serverId, trust) };
}
