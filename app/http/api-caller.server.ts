import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { apiKey } from "#app/domain/identity/organization-tables.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { SCOPES, type Scope } from "#app/domain/permissions.ts";
import { roleOf } from "./context.server.ts";
import type { Edge } from "./edge.server.ts";
import { Problem } from "./problem.ts";

const NOTE_USE_EVERY_MS = 60_000;
/** A device reports what it has and asks whether its person may call; whatever else they may do needs an API key. */
const DEVICE_SCOPES: readonly Scope[] = ["report", "check"];

type Owner = { org_id: string; member_id: string; member_name: string; role: string; account_id: string };
type KeyRow = Owner & {
  api_key_id: string;
  agent_id: string | null;
  scopes: string[];
  environment: string | null;
  expires_at: string;
  revoked_at: string | null;
  last_used_at: string | null;
};
type DeviceRow = Owner & { device_id: string; revoked_at: string | null };

const refuse = (detail: string) =>
  new Problem(401, detail, { headers: { "WWW-Authenticate": 'Bearer realm="castellan"' } });

/** The member whose key the request carries. Cookies are not looked at. Throws a 401 problem. */
export async function apiCaller(edge: Edge, request: Request): Promise<MemberCtx> {
  const header = request.headers.get("authorization");
  if (!header) throw refuse("Send a key: Authorization: Bearer <key>.");
  const secret = /^Bearer +(\S{10,200})$/i.exec(header)?.[1];
  if (secret?.startsWith("cst_")) return byApiKey(edge, hashSecret(secret));
  if (secret?.startsWith("csd_")) return byDeviceKey(edge, hashSecret(secret));
  throw refuse("The key is not one of Castellan's: API keys start with cst_, device keys with csd_.");
}

// One text for unknown, ended, revoked and a removed member: a key that does not work tells nothing about itself.
const DEAD = "The key does not work: it is unknown, has ended or was revoked, or its member was removed.";

async function byApiKey(edge: Edge, hash: string): Promise<MemberCtx> {
  const [row] = await edge.db.execute<KeyRow>(sql`select * from lookup_api_key(${hash})`);
  if (!row || row.revoked_at !== null || edge.now >= new Date(row.expires_at)) throw refuse(DEAD);
  const ctx: MemberCtx = {
    ...edge,
    orgId: row.org_id,
    actor: {
      ...memberOf(row),
      via: "api_key",
      scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
      apiKeyId: row.api_key_id,
      agentId: row.agent_id,
      keyEnvironment: row.environment,
    },
  };
  const usedAt = row.last_used_at === null ? 0 : new Date(row.last_used_at).getTime();
  if (edge.now.getTime() - usedAt >= NOTE_USE_EVERY_MS) await noteUse(ctx, row.api_key_id);
  return ctx;
}

async function byDeviceKey(edge: Edge, hash: string): Promise<MemberCtx> {
  const [row] = await edge.db.execute<DeviceRow>(sql`select * from lookup_device_key(${hash})`);
  if (!row || row.revoked_at !== null) throw refuse(DEAD);
  return {
    ...edge,
    orgId: row.org_id,
    actor: { ...memberOf(row), via: "device_key", scopes: DEVICE_SCOPES, deviceId: row.device_id },
  };
}

function memberOf(row: Owner) {
  return {
    kind: "member" as const,
    memberId: row.member_id,
    accountId: row.account_id,
    name: row.member_name,
    role: roleOf(row.role),
    provedAt: null,
  };
}

async function noteUse(ctx: MemberCtx, id: string): Promise<void> {
  const before = new Date(ctx.now.getTime() - NOTE_USE_EVERY_MS);
  const stale = or(isNull(apiKey.lastUsedAt), lte(apiKey.lastUsedAt, before));
  await inTransaction(ctx, (tx) =>
    tx
      .update(apiKey)
      .set({ lastUsedAt: ctx.now })
      .where(and(inOrg(ctx, apiKey), eq(apiKey.id, id), stale)),
  );
}
