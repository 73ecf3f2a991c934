import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { scimToken } from "#app/domain/provisioning/provisioning-tables.server.ts";
import type { Edge } from "../edge.server.ts";
import { Problem } from "../problem.ts";

const NOTE_USE_EVERY_MS = 60_000;

type Row = { org_id: string; token_id: string; revoked_at: string | null; last_used_at: string | null };

const DEAD = "The token does not work: it is unknown or was revoked.";

/**
 * The context of the identity provider whose token the request carries: the system acting for one organization, named
 * in the audit by the token. It may call what a job may, so the routes that take it call provisioning verbs only.
 * Cookies and API keys are not looked at. Throws a 401 problem.
 */
export async function scimCaller(edge: Edge, request: Request): Promise<Ctx & { scimTokenId: string }> {
  const secret = /^Bearer +(scm_\S{10,200})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!secret) throw refuse("Send a provisioning token: Authorization: Bearer scm_….");
  const [row] = await edge.db.execute<Row>(sql`select * from lookup_scim_token(${hashSecret(secret)})`);
  if (!row || row.revoked_at !== null) throw refuse(DEAD);
  const ctx: Ctx = {
    ...edge,
    orgId: row.org_id,
    actor: { kind: "system", job: "scim", scimTokenId: row.token_id },
  };
  const usedAt = row.last_used_at === null ? 0 : new Date(row.last_used_at).getTime();
  if (edge.now.getTime() - usedAt >= NOTE_USE_EVERY_MS) await noteUse(ctx, row.token_id);
  return { ...ctx, scimTokenId: row.token_id };
}

const refuse = (detail: string) =>
  new Problem(401, detail, { headers: { "WWW-Authenticate": 'Bearer realm="castellan"' } });

async function noteUse(ctx: Ctx, id: string): Promise<void> {
  const before = new Date(ctx.now.getTime() - NOTE_USE_EVERY_MS);
  const stale = or(isNull(scimToken.lastUsedAt), lte(scimToken.lastUsedAt, before));
  await inTransaction(ctx, (tx) =>
    tx
      .update(scimToken)
      .set({ lastUsedAt: ctx.now })
      .where(and(inOrg(ctx, scimToken), eq(scimToken.id, id), stale)),
  );
}
