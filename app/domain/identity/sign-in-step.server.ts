import { randomBytes } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { type STEP_KINDS, signInStep } from "#app/domain/identity/sign-in-tables.server.ts";

export const STEP_MINUTES = 10;

type StepKind = (typeof STEP_KINDS)[number];
export type Step = { accountId: string | null; challenge: string | null };

/**
 * Begins the short time between two halves of a proof: after a password, or while an authenticator signs a challenge.
 * Nothing is open meanwhile. Returns the secret that names it, for this browser's cookie; only its hash is stored.
 */
export async function beginStep(
  edge: { db: Database; now: Date },
  step: { kind: StepKind; accountId: string | null; challenge?: string },
): Promise<string> {
  const secret = randomBytes(24).toString("base64url");
  const idHash = hashSecret(secret);
  await inStep(edge.db, idHash, (tx) =>
    tx.insert(signInStep).values({
      idHash,
      kind: step.kind,
      accountId: step.accountId,
      challenge: step.challenge ?? null,
      createdAt: edge.now,
      expiresAt: new Date(edge.now.getTime() + STEP_MINUTES * 60_000),
    }),
  );
  return secret;
}

/** The step a cookie names while it lasts, without using it up. */
export async function findStep(
  edge: { db: Database; now: Date },
  secret: string,
  kind: StepKind,
): Promise<Step | undefined> {
  const idHash = hashSecret(secret);
  const [row] = await inStep(edge.db, idHash, (tx) =>
    tx
      .select({ accountId: signInStep.accountId, challenge: signInStep.challenge })
      .from(signInStep)
      .where(
        and(eq(signInStep.idHash, idHash), eq(signInStep.kind, kind), gt(signInStep.expiresAt, edge.now)),
      ),
  );
  return row;
}

/** Uses a step up: of two who come with it at once, one gets it. */
export async function takeStep(
  edge: { db: Database; now: Date },
  secret: string,
  kind: StepKind,
): Promise<Step | undefined> {
  const idHash = hashSecret(secret);
  const [row] = await inStep(edge.db, idHash, (tx) =>
    tx
      .delete(signInStep)
      .where(
        and(eq(signInStep.idHash, idHash), eq(signInStep.kind, kind), gt(signInStep.expiresAt, edge.now)),
      )
      .returning({ accountId: signInStep.accountId, challenge: signInStep.challenge }),
  );
  return row;
}

/** Forgets steps past their end; they opened nothing since that moment. */
export async function forgetStaleSteps(db: Database, now: Date): Promise<number> {
  const [row] = await db.execute<{ forgotten: number }>(
    sql`select forget_stale_sign_in_steps(${now.toISOString()}) as forgotten`,
  );
  return row?.forgotten ?? 0;
}

function inStep<T>(db: Database, idHash: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.sign_in_step', ${idHash}, true)`);
    return work(tx);
  });
}
