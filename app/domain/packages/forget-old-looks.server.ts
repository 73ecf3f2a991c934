import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { LOOKS_KEPT } from "#app/domain/packages/package-facts.ts";

/** Old looks of these releases go; the newest stay, and with them the last that saw a package, a repository or an image. */
export async function forgetOldLooks(
  tx: Transaction,
  ctx: Ctx,
  releases: readonly { identity: string; release: string }[],
): Promise<void> {
  const those = JSON.stringify(releases.map(({ identity, release }) => ({ identity, release })));
  await tx.execute(sql`
    delete from package_look where org_id = ${ctx.orgId} and id in (
      select ranked.id from (
        select l.id, row_number() over (partition by l.identity, l.release order by l.asked_at desc, l.id desc) as place,
          l.facts is not null and row_number() over (partition by l.identity, l.release, l.facts is null
            order by l.asked_at desc, l.id desc) = 1 as is_package,
          l.repository is not null and row_number() over (partition by l.identity, l.release, l.repository is null
            order by l.asked_at desc, l.id desc) = 1 as is_repository,
          l.image is not null and row_number() over (partition by l.identity, l.release, l.image is null
            order by l.asked_at desc, l.id desc) = 1 as is_image
        from package_look l
        join (select distinct identity, release from jsonb_to_recordset(${those}::jsonb) as r(identity text, release text)) r
          on r.identity = l.identity and r.release = l.release
        where l.org_id = ${ctx.orgId}) ranked
      where ranked.place > ${LOOKS_KEPT} and not (ranked.is_package or ranked.is_repository or ranked.is_image))`);
}
