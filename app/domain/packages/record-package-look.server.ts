import { and, eq, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { forgetOldLooks } from "#app/domain/packages/forget-old-looks.server.ts";
import { ImageAnswer } from "#app/domain/packages/image/image-facts.ts";
import { lookEvidence } from "#app/domain/packages/look-evidence.ts";
import { PackageFacts, type PackageObservation, PackageTree } from "#app/domain/packages/package-facts.ts";
import { packageLook } from "#app/domain/packages/package-tables.server.ts";
import { RepositoryFacts, silence } from "#app/domain/packages/repository/repository-facts.ts";
import { permit } from "#app/domain/permit.ts";
import { recordEvidence } from "#app/domain/trust/record-evidence.server.ts";

const NO_REPOSITORY = "No registry names a repository of it that can be looked at.";

/**
 * Writes down what a registry said, once: a second answer to the same look is left aside. Its facts become evidence, and
 * the release is held against the advisories again. Old looks of the release go.
 */
export function recordPackageLook(
  ctx: Ctx,
  input: {
    lookId: string;
    observation: PackageObservation;
    repository?: RepositoryFacts | null;
    /** What the signatures of an image prove. */
    image?: ImageAnswer | null;
  },
): Promise<{ isKept: boolean }> {
  permit(ctx, "package.look");
  const { lookId, observation } = input;
  const { source } = observation;
  const seen = seenIn(
    observation,
    input.repository ? RepositoryFacts.parse(input.repository) : null,
    input.image ? ImageAnswer.parse(input.image) : null,
  );
  return inTransaction(ctx, async (tx) => {
    const [look] = await tx
      .update(packageLook)
      .set({ ...seen, source, lookedAt: ctx.now })
      .where(and(inOrg(ctx, packageLook), eq(packageLook.id, lookId), eq(packageLook.state, "asked")))
      .returning({ identity: packageLook.identity, release: packageLook.release });
    if (!look) return { isKept: false };
    const { claimed, found } = lookEvidence(
      ctx,
      look,
      observation,
      input.repository ?? null,
      input.image ?? null,
    );
    await recordEvidence(tx, ctx, claimed, { asItIs: true });
    await recordEvidence(tx, ctx, found);
    const its = sql`org_id = ${ctx.orgId} and identity = ${look.identity} and release = ${look.release}`;
    if ("tree" in seen) {
      await takeTurn(tx, ctx, "advisory matches");
      await tx.execute(sql`update advisory_look set is_due = true where ${its}`);
    }
    await forgetOldLooks(tx, ctx, [look]);
    await recordAudit(tx, ctx, {
      verb: "package_look.record",
      target: { kind: "package_look", id: lookId },
      after: { state: seen.state, release: look.release },
    });
    return { isKept: true };
  });
}

/** Of a server that is no package of npm its repository and image are seen: when they answer nothing at all, nothing is. */
function seenIn(
  observation: PackageObservation,
  repository: RepositoryFacts | null,
  image: ImageAnswer | null,
) {
  const state = "found" as const;
  switch (observation.outcome) {
    case "found":
      return {
        state,
        facts: PackageFacts.parse(observation.facts),
        tree: PackageTree.parse(observation.tree),
        repository,
      };
    case "listed": {
      const failed = repository ? silence(repository) : { why: NO_REPOSITORY, retryAt: null };
      if (image && image.answer !== "unseen") return { state, repository: failed ? null : repository, image };
      if (!failed) return { state, repository };
      const why = image && !repository ? image.why : failed.why;
      return { state: "could_not_look" as const, why, retryAt: failed.retryAt };
    }
    case "could_not_look":
      return { state: "could_not_look" as const, why: observation.why, retryAt: observation.retryAt };
  }
}
