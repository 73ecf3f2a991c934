import { type SQL, sql } from "drizzle-orm";
import { DEFAULT_DRIFT_POLICY } from "#app/domain/catalog/drift/drift-words.ts";

/** What the policy in force makes of the kind of change in `kind`, as SQL; null of null. */
export function launchClass(ctx: { orgId: string }, kind: SQL): SQL {
  const { package_changed, launch_changed, release_changed } = DEFAULT_DRIFT_POLICY;
  const unless = JSON.stringify({ package_changed, launch_changed, release_changed });
  return sql`coalesce((select dp.classes ->> ${kind} from drift_policy dp where dp.org_id = ${ctx.orgId}::uuid),
    ${unless}::jsonb ->> ${kind})`;
}
