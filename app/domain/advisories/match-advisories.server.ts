import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { advisoryEvidence } from "#app/domain/advisories/advisory-evidence.ts";
import { advisoryFindings } from "#app/domain/advisories/advisory-findings.ts";
import { findConcerns, findCoverage } from "#app/domain/advisories/concern-queries.server.ts";
import { findRunning, listDueReleases } from "#app/domain/advisories/due-queries.server.ts";
import { keepMatches } from "#app/domain/advisories/keep-matches.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { noteFindings } from "#app/domain/inventory/note-findings.server.ts";
import { permit } from "#app/domain/permit.ts";
import { recordEvidence } from "#app/domain/trust/record-evidence.server.ts";

const NOTHING_IMPORTED = { kinds: [], newest: null };

/**
 * Holds the next releases of servers here, or of one, against every advisory: those never looked at, those whose advisories or
 * dependencies changed, those others installed meanwhile. What newly concerns a release in use, and what does no more, leaves an event each.
 */
export function matchAdvisories(
  ctx: Ctx,
  input: { limit: number; identity?: string | undefined },
): Promise<{ looked: number }> {
  permit(ctx, "advisory.import");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "advisory matches");
    const due = await listDueReleases(tx, ctx, input);
    const batchId = uuidv7();
    const coverage = due.length > 0 ? await findCoverage(tx, ctx) : null;
    for (const { serverId, identity, release, installations, population } of due) {
      const { running, newest, unknownTree } = await findRunning(tx, ctx, { identity, release });
      const { concerns, isCut } = await findConcerns(tx, ctx, running);
      const changes = await keepMatches(tx, ctx, { identity, release, concerns, isCut });
      const packages = JSON.stringify([...new Set(running.map((one) => one.package))]);
      const along = { concerns: concerns.filter(({ isDependency }) => isDependency), isCut };
      const about = { identity, along, ...(coverage ?? NOTHING_IMPORTED) };
      const own = isCut
        ? await findConcerns(tx, ctx, running.slice(0, 1))
        : { concerns: concerns.filter(({ isDependency }) => !isDependency), isCut };
      const rows = advisoryEvidence({ ...about, release, own, unknownTree });
      if (newest) {
        const its = { release: newest.version, own: await findConcerns(tx, ctx, [newest.itself]) };
        rows.push(...advisoryEvidence({ ...about, ...its, unknownTree: newest.unknownTree }));
      }
      await recordEvidence(tx, ctx, rows, { asItIs: true });
      await tx.execute(sql`
        insert into advisory_look (org_id, identity, release, looked_at, is_due, population, packages)
        values (${ctx.orgId}, ${identity}, ${release}, ${ctx.now.toISOString()}::timestamptz, false, ${population},
          array(select jsonb_array_elements_text(${packages}::jsonb)))
        on conflict (org_id, identity, release) do update set looked_at = excluded.looked_at, is_due = false,
          population = excluded.population, packages = excluded.packages`);
      const findings = advisoryFindings(release, concerns);
      const found = installations.flatMap((installationId) =>
        findings.map((one) => ({ ...one, installationId })),
      );
      await noteFindings(tx, ctx, { source: "advisory", looked: installations, found });
      for (const { because, osvIds } of changes) {
        await recordAudit(tx, ctx, {
          verb: "server.match_advisories",
          target: { kind: "server", id: serverId },
          after: { because, release, advisories: osvIds.slice(0, 20), installations: installations.length },
          batchId,
        });
      }
    }
    return { looked: due.length };
  });
}
