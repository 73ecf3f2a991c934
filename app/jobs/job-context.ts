import { uuidv7 } from "uuidv7";
import type { Ctx } from "#app/domain/context.ts";
import type { JobWorld } from "./job-world.ts";

/** The context of one job in one organization. */
export function jobContext(world: JobWorld, orgId: string, job: string): Ctx {
  return {
    db: world.db,
    orgId,
    now: world.now(),
    actor: { kind: "system", job },
    requestId: `job-${uuidv7()}`,
    from: null,
  };
}
