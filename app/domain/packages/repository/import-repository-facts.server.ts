import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { forgetOldLooks } from "#app/domain/packages/forget-old-looks.server.ts";
import { permit } from "#app/domain/permit.ts";
import { recordEvidence } from "#app/domain/trust/record-evidence.server.ts";
import { checkedEntries, fileEvidence, type Told } from "./file-facts.ts";
import { readRepositoryFile } from "./read-repository-file.ts";
import type { RepositoryFile } from "./repository-file.ts";

const FILE = "file";

export type RepositoryImport = {
  taken: number;
  /** Known already, or older than what is known. */
  left: number;
};

/**
 * Takes facts of repositories that were looked up elsewhere, all or none; they become looks and evidence whose source is
 * the file. The same again changes nothing, and older facts do not replace newer ones. Throws Invalid, naming the entries.
 */
export async function importRepositoryFacts(ctx: MemberCtx, file: RepositoryFile): Promise<RepositoryImport> {
  permit(ctx, "repository.import");
  const told = checkedEntries(file.repositories, ctx.now);
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "package looks");
    const kept = await keepNewer(tx, ctx, told);
    await recordEvidence(tx, ctx, kept.flatMap(fileEvidence));
    await forgetOldLooks(tx, ctx, kept);
    await recordAudit(tx, ctx, {
      verb: "package_look.import",
      target: { kind: "organization", id: ctx.orgId },
      after: { looks: kept.length },
    });
    return { taken: kept.length, left: told.length - kept.length };
  });
}

/** The same from the text of a file. */
export async function importRepositoryFile(
  ctx: MemberCtx,
  { text = "" }: { text?: string | undefined },
): Promise<RepositoryImport> {
  permit(ctx, "repository.import");
  return importRepositoryFacts(ctx, readRepositoryFile(text));
}

async function keepNewer(tx: Transaction, ctx: MemberCtx, told: readonly Told[]): Promise<Told[]> {
  const rows = told.map((one) => ({ ...one, id: uuidv7() }));
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const made = await tx.execute(sql`
    insert into package_look
      (org_id, id, identity, release, asked_at, asked_by, state, looked_at, source, repository)
    select ${ctx.orgId}::uuid, r.id, r.identity, r.release, ${now}, ${ctx.actor.memberId}::uuid, 'found',
      r."lookedAt", ${FILE}, r.facts
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, identity text, release text, "lookedAt" timestamptz, facts jsonb)
    where not exists (select 1 from package_look l where l.org_id = ${ctx.orgId} and l.identity = r.identity
      and l.release = r.release and l.repository is not null and (l.looked_at > r."lookedAt"
        or (l.looked_at = r."lookedAt" and l.repository = r.facts)))
    returning id`);
  const ids = new Set(
    z
      .array(z.object({ id: z.string() }))
      .parse([...made])
      .map(({ id }) => id),
  );
  return rows.filter(({ id }) => ids.has(id));
}
