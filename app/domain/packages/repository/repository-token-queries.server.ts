import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { readSecret } from "#app/domain/identity/keep-secret.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { sealedSecret } from "#app/domain/identity/secret-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { TOKEN_HOSTS, type TokenHost, tokenKind } from "./repository-token-inputs.ts";

/** That a token is kept, by whom and since when; never the token. */
export type RepositoryTokenRow = { host: TokenHost; enteredBy: string | null; enteredAt: Date };

/** The tokens that are kept for hosts of repositories, at most one a host. */
export function listRepositoryTokens(ctx: Ctx): Promise<RepositoryTokenRow[]> {
  permit(ctx, "repository_token.manage");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ kind: sealedSecret.kind, enteredBy: member.name, enteredAt: sealedSecret.enteredAt })
      .from(sealedSecret)
      .leftJoin(member, and(eq(member.orgId, sealedSecret.orgId), eq(member.id, sealedSecret.enteredBy)))
      .where(and(inOrg(ctx, sealedSecret), inArray(sealedSecret.kind, TOKEN_HOSTS.map(tokenKind))))
      .orderBy(asc(sealedSecret.kind))
      .limit(TOKEN_HOSTS.length);
    return rows.flatMap(({ kind, ...row }) => {
      const host = TOKEN_HOSTS.find((one) => tokenKind(one) === kind);
      return host ? [{ host, ...row }] : [];
    });
  });
}

/** One of them. Throws NotFound. */
export async function getRepositoryToken(ctx: Ctx, host: string): Promise<RepositoryTokenRow> {
  const found = (await listRepositoryTokens(ctx)).find((row) => row.host === host);
  if (!found) throw new NotFound("token");
  return found;
}

/** Under which id the token of a host is sealed. */
export async function findTokenId(tx: Transaction, ctx: Ctx, host: TokenHost): Promise<string | undefined> {
  const [found] = await tx
    .select({ id: sealedSecret.id })
    .from(sealedSecret)
    .where(and(inOrg(ctx, sealedSecret), eq(sealedSecret.kind, tokenKind(host))))
    .limit(1);
  return found?.id;
}

/** The token itself, for the look alone that asks this host; null: none is kept. */
export function readRepositoryToken(ctx: Ctx, host: TokenHost): Promise<string | null> {
  permit(ctx, "package.look");
  return inTransaction(ctx, async (tx) => {
    const id = await findTokenId(tx, ctx, host);
    return id === undefined ? null : readSecret(tx, ctx, id);
  });
}
