import { uuidv7 } from "uuidv7";
import { database } from "#app/db/runtime.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** The context of the person at this installation's own command line, and of the demo organization's making. */
export function operatorContext(orgId: string, now = new Date()): Ctx<{ kind: "operator" }> {
  return {
    db: database(),
    orgId,
    now,
    actor: { kind: "operator" },
    requestId: `operator-${uuidv7()}`,
    from: null,
  };
}
