import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { ImageAnswer } from "#app/domain/packages/image/image-facts.ts";
import { PackageFacts, PackageTree } from "#app/domain/packages/package-facts.ts";
import { listedRepository } from "#app/domain/packages/repository/listed-repository.server.ts";
import { RepositoryFacts } from "#app/domain/packages/repository/repository-facts.ts";
import { permit } from "#app/domain/permit.ts";

/** The latest looks at a release: the newest that saw something, and one that failed since. */
const Looks = z.object({
  identity: z.string(),
  /** '' for the newest release. */
  release: z.string(),
  askedAt: z.coerce.date().nullable(),
  seen: z
    .object({
      at: z.coerce.date(),
      source: z.string(),
      facts: PackageFacts,
    })
    .nullable(),
  /** What the repository told when it was last looked at. */
  repository: z.object({ at: z.coerce.date(), source: z.string(), facts: RepositoryFacts }).nullable(),
  /** What the signatures of an image proved when they were last looked at. */
  image: z.object({ at: z.coerce.date(), release: z.string(), proof: ImageAnswer }).nullable(),
  /** The repository a registry names. */
  listed: z.string().nullable(),
  failed: z
    .object({
      at: z.coerce.date(),
      source: z.string().nullable(),
      why: z.string(),
      retryAt: z.coerce.date().nullable(),
    })
    .nullable(),
});
export type PackageLooks = z.infer<typeof Looks>;

/** What registries said of a release of a server, the newest when none is named. Throws NotFound. */
export function getPackage(
  ctx: Ctx,
  asked: { serverId: string; release?: string | undefined },
): Promise<PackageLooks> {
  permit(ctx, "catalog.read");
  const of = sql`from package_look l where l.org_id = s.org_id and l.identity = s.identity and l.release = ${asked.release ?? ""}`;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select s.identity, ${asked.release ?? ""} as release,
        (select asked_at ${of} and state = 'asked' limit 1) as "askedAt",
        (select jsonb_build_object('at', looked_at, 'source', source, 'facts', facts) ${of} and facts is not null
          order by asked_at desc, id desc limit 1) as seen,
        (select jsonb_build_object('at', looked_at, 'source', source, 'facts', repository)
          from package_look l where l.org_id = s.org_id and l.identity = s.identity and repository is not null
            and (l.release = ${asked.release ?? ""} or (${asked.release ?? ""} = '' and l.source = 'file'))
          order by l.release = ${asked.release ?? ""} desc, asked_at desc, id desc limit 1) as repository,
        (select jsonb_build_object('at', looked_at, 'release', l.release, 'proof', image) ${of} and image is not null
          order by asked_at desc, id desc limit 1) as image,
        (select jsonb_build_object('at', n.looked_at, 'source', n.source, 'why', n.why, 'retryAt', n.retry_at)
          from (select l.* ${of} and state <> 'asked' order by asked_at desc, id desc limit 1) n
          where n.state = 'could_not_look') as failed,
        listed.repository as listed
      from server s left join ${listedRepository(ctx.orgId)} on true
      where s.org_id = ${ctx.orgId} and s.id = ${asked.serverId}`);
    if (!found) throw new NotFound("server");
    return Looks.parse(found);
  });
}

const Known = z.object({ facts: PackageFacts, tree: PackageTree });

/** What comes with a release, as the newest look that saw something told; undefined when none did. */
export async function findTree(tx: Transaction, ctx: Ctx, of: { identity: string; release: string }) {
  const [found] = await tx.execute(sql`
    select facts, tree from package_look
    where org_id = ${ctx.orgId} and identity = ${of.identity} and release = ${of.release} and facts is not null
    order by asked_at desc, id desc limit 1`);
  return found ? Known.parse(found) : undefined;
}
