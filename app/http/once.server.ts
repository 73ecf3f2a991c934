import { createHash } from "node:crypto";
import { and, eq, lte, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { idempotencyKey } from "#app/domain/identity/idempotency-tables.server.ts";
import { Problem } from "./problem.ts";

const HOURS_KEPT = 24;

type Post = {
  key: string;
  /** Method and path. */
  route: string;
  /** Body and query as sent. */
  content: string;
  status: number;
  showsSecret: boolean;
};

/**
 * Carries a post out once per member, route and Idempotency-Key, in one transaction with the memory of its answer: a
 * crash leaves neither. The same content again gives the same answer; other content is a 422, a post still running
 * a 409. An answer that showed a secret is not kept, so repeating such a post is a 409 too. Refusals are not kept.
 */
export function once(
  ctx: MemberCtx,
  post: Post,
  run: (ctx: MemberCtx) => Promise<unknown>,
): Promise<{ answer: unknown; replayed: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(post.key)) {
    throw new Problem(400, "Idempotency-Key is 1 to 255 visible ASCII characters.");
  }
  const bodyHash = createHash("sha256").update(post.content).digest("hex");
  return inTransaction(ctx, async (tx) => {
    await lockOrRefuse(tx, ctx, post);
    const made = await remember(tx, ctx, post, bodyHash);
    if (!made) return { answer: await recall(tx, ctx, post, bodyHash), replayed: true };
    const answer = await run({ ...ctx, tx });
    await tx
      .update(idempotencyKey)
      .set({ status: post.status, response: post.showsSecret ? null : (answer ?? null) })
      .where(thisPost(ctx, post));
    return { answer, replayed: false };
  });
}

function thisPost(ctx: MemberCtx, post: Post) {
  return and(
    inOrg(ctx, idempotencyKey),
    eq(idempotencyKey.memberId, ctx.actor.memberId),
    eq(idempotencyKey.route, post.route),
    eq(idempotencyKey.key, post.key),
  );
}

async function lockOrRefuse(tx: Transaction, ctx: MemberCtx, post: Post): Promise<void> {
  const name = [ctx.orgId, ctx.actor.memberId, post.route, post.key].join("\n");
  const [row] = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free`,
  );
  if (!row?.free)
    throw new Problem(409, "A post with this Idempotency-Key is still running. Repeat it later.");
}

async function remember(tx: Transaction, ctx: MemberCtx, post: Post, bodyHash: string): Promise<boolean> {
  const fresh = {
    bodyHash,
    status: null,
    response: null,
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + HOURS_KEPT * 3_600_000),
  };
  const { orgId, actor } = ctx;
  const made = await tx
    .insert(idempotencyKey)
    .values({ orgId, memberId: actor.memberId, route: post.route, key: post.key, ...fresh })
    .onConflictDoUpdate({
      target: [idempotencyKey.orgId, idempotencyKey.memberId, idempotencyKey.route, idempotencyKey.key],
      set: fresh,
      setWhere: lte(idempotencyKey.expiresAt, ctx.now),
    })
    .returning({ key: idempotencyKey.key });
  return made.length > 0;
}

async function recall(tx: Transaction, ctx: MemberCtx, post: Post, bodyHash: string): Promise<unknown> {
  const [kept] = await tx.select().from(idempotencyKey).where(thisPost(ctx, post));
  if (!kept) throw new Error("An idempotency key is neither new nor kept.");
  if (kept.bodyHash !== bodyHash) {
    throw new Problem(422, "This Idempotency-Key was used with another body. Use a new key for a new post.");
  }
  if (post.showsSecret) {
    throw new Problem(
      409,
      "This was done already, and its secret was shown once. Make a new one if it is lost.",
    );
  }
  return kept.response;
}
