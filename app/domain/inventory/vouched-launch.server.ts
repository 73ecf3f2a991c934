import { type SQL, sql } from "drizzle-orm";
import { rolesWith } from "#app/domain/permissions.ts";

/**
 * Whether somebody who may vouches for how installation `i` of member `m` is started: it is their own, or they approved
 * it as it is now. Anybody can report anything else, so it may speak against a server and never for it.
 */
export function isVouchedLaunch(): SQL {
  const roles = rolesWith("manifest.confirm").map((role) => sql`${role}`);
  return sql`(m.role in (${sql.join(roles, sql`, `)})
    or (i.pinned_seen and i.pinned_server_id = i.server_id and i.pinned_launch = i.launch))`;
}
