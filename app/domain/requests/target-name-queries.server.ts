import { and, eq, inArray } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import {
  agent,
  apiKey,
  invitation,
  member,
  organization,
  team,
} from "#app/domain/identity/organization-tables.server.ts";
import { device, installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

const LIMIT = 1_000;

type Named = PgTable & { orgId: PgColumn; id: PgColumn };
type AboutServer = Named & { serverId: PgColumn };

const BY_NAME: Record<string, { table: Named; name: PgColumn }> = {
  member: { table: member, name: member.name },
  agent: { table: agent, name: agent.name },
  team: { table: team, name: team.name },
  server: { table: server, name: server.identity },
  installation: { table: installation, name: installation.name },
  device: { table: device, name: device.name },
  api_key: { table: apiKey, name: apiKey.name },
  invitation: { table: invitation, name: invitation.name },
};

/** These have no name of their own: they are called after their server. */
const BY_SERVER: Record<string, AboutServer> = { request, grant: accessGrant, manifest };

/**
 * What the targets of audit events are called now, by id, for pages; the record itself names nobody. Ids of kinds
 * without a name, and of another organization, are missing from the answer. At most 1,000 targets.
 */
export function listTargetNames(
  ctx: Ctx,
  targets: readonly { kind: string; id: string }[],
): Promise<Map<string, string>> {
  permit(ctx, "audit.read");
  const idsByKind = new Map<string, string[]>();
  for (const { kind, id } of targets.slice(0, LIMIT)) {
    idsByKind.set(kind, [...(idsByKind.get(kind) ?? []), id]);
  }
  return inTransaction(ctx, async (tx) => {
    const names = new Map<string, string>();
    for (const [kind, ids] of idsByKind) {
      for (const row of await namesOf(tx, ctx, kind, ids)) names.set(row.id, row.name);
    }
    return names;
  });
}

async function namesOf(tx: Transaction, ctx: Ctx, kind: string, ids: string[]) {
  const named = BY_NAME[kind];
  const aboutServer = BY_SERVER[kind];
  if (named) {
    const { table, name } = named;
    const rows = await tx
      .select({ id: table.id, name })
      .from(table)
      .where(and(inOrg(ctx, table), inArray(table.id, ids)))
      .limit(LIMIT);
    return rows.map(texts);
  }
  if (aboutServer) {
    const rows = await tx
      .select({ id: aboutServer.id, name: server.identity })
      .from(aboutServer)
      .innerJoin(server, and(eq(server.orgId, aboutServer.orgId), eq(server.id, aboutServer.serverId)))
      .where(and(inOrg(ctx, aboutServer), inArray(aboutServer.id, ids)))
      .limit(LIMIT);
    return rows.map(texts);
  }
  if (kind === "organization") {
    return tx
      .select({ id: organization.id, name: organization.name })
      .from(organization)
      .where(eq(organization.id, ctx.orgId));
  }
  return [];
}

function texts(row: { id: unknown; name: unknown }): { id: string; name: string } {
  return { id: String(row.id), name: String(row.name) };
}
