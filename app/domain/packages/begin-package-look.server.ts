import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { DeclaredSigner } from "#app/domain/packages/image/image-signatures.ts";
import { listedRepository } from "#app/domain/packages/repository/listed-repository.server.ts";
import { NamedBy } from "#app/domain/packages/repository/repository-confirmation.ts";
import { permit } from "#app/domain/permit.ts";

const BegunLook = z.object({
  identity: z.string(),
  release: z.string(),
  /** What registries name of it. */
  repository: z.string().nullable(),
  version: z.string().nullable(),
  /** The entry that names it. */
  namedBy: NamedBy.nullable(),
  /** Of an image: the version a registry lists, and who it says signs it, where editors say so. */
  image: z.object({ version: z.string().nullable(), signer: DeclaredSigner.nullable() }).nullable(),
  /** The repository an administrator's file gave facts of. */
  given: z.string().nullable(),
});
type BegunLook = z.infer<typeof BegunLook>;

/** Notes that somebody carries out a look now, and tells at what; undefined once it is over. */
export function beginPackageLook(ctx: Ctx, lookId: string): Promise<BegunLook | undefined> {
  permit(ctx, "package.look");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      with s as (update package_look l set begun_at = ${ctx.now.toISOString()}::timestamptz
        where l.org_id = ${ctx.orgId} and l.id = ${lookId} and l.state = 'asked' returning l.identity, l.release)
      select s.identity, s.release, listed.repository, listed.version, listed.named_by as "namedBy",
        (select jsonb_build_object('version', coalesce(li.release, l.version), 'signer',
            case when r.kind = 'toolhive' and r.address is not null and ri.id is not null and ri.file_name is null
              then l.declared -> 'provenance' end)
          from listing_identity li join listing l on l.org_id = li.org_id and l.id = li.listing_id
          join registry r on r.org_id = l.org_id and r.id = l.registry_id and r.removed_at is null
          left join registry_import ri on ri.org_id = l.org_id and ri.id = l.seen_in
          where s.identity like 'oci:%' and li.org_id = ${ctx.orgId} and li.identity = s.identity and l.is_latest and l.removed_at is null
          order by r.kind = 'toolhive' desc, l.changed_at desc, l.id, li.position limit 1) as image,
        (select l.repository ->> 'place' from package_look l
          where l.org_id = ${ctx.orgId} and l.identity = s.identity and l.source = 'file' and l.repository is not null
          order by l.asked_at desc, l.id desc limit 1) as given
      from s left join ${listedRepository(ctx.orgId)} on true`);
    return found ? BegunLook.parse(found) : undefined;
  });
}
