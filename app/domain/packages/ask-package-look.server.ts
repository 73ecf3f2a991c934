import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { AskPackageLookInput } from "#app/domain/packages/package-inputs.ts";
import { placeLooks } from "#app/domain/packages/place-looks.server.ts";
import { listedRepository } from "#app/domain/packages/repository/listed-repository.server.ts";
import { permit } from "#app/domain/permit.ts";

const Asked = z.object({
  identity: z.string(),
  kind: z.string(),
  releases: z.array(z.string()),
  repository: z.string().nullable(),
});

/** Releases of one server in use that are looked at together. */
const MOST_RELEASES = 20;

/**
 * Has the registry asked about a package and its releases in use, or the repository a registry names of a server that is
 * no package of npm, soon and by a job. Throws Conflict when there is neither, and while all are looked at already.
 */
export function askPackageLook(ctx: MemberCtx, input: AskPackageLookInput): Promise<{ lookIds: string[] }> {
  permit(ctx, "package.look");
  const { serverId } = input;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select s.identity, s.kind, array(select distinct coalesce(i.release, '') from installation i
        where i.org_id = s.org_id and i.server_id = s.id and i.removed_at is null limit ${MOST_RELEASES}) as releases,
        listed.repository
      from server s left join ${listedRepository(ctx.orgId)} on true
      where s.org_id = ${ctx.orgId} and s.id = ${serverId}`);
    if (!found) throw new NotFound("server");
    const { identity, kind, releases, repository } = Asked.parse(found);
    if (kind !== "npm" && kind !== "oci" && repository === null)
      throw new Conflict(
        "It is no package of npm and no image, and no registry names its repository. Nothing was done.",
      );
    await takeTurn(tx, ctx, "package looks");
    const wanted = [...new Set(["", ...releases])].map((release) => ({ identity, release }));
    const lookIds = await placeLooks(tx, ctx, wanted, ctx.actor.memberId);
    if (lookIds.length === 0) throw new Conflict("A look at this package is under way already. Wait for it.");
    await recordAudit(tx, ctx, {
      verb: "package_look.ask",
      target: { kind: "server", id: serverId },
      after: { looks: lookIds.length },
    });
    return { lookIds };
  });
}
