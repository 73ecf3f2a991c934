import { z } from "zod";
import { AGENT_STATES } from "#app/domain/identity/agent-rules.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const Named = z.object({ id: Id, name: z.string() });

/** An agent with who answers for it and when it is looked at again. */
export const AgentShape = Named.extend({
  purpose: z.string(),
  environment: z.enum(ENVIRONMENTS),
  state: z.enum(AGENT_STATES),
  owner: Named.extend({ hasLeft: z.boolean() }),
  offeredTo: Named.nullable(),
  reviewBy: Instant,
  reviewedAt: Instant.nullable(),
  reviewedBy: Named.nullable(),
  createdAt: Instant,
  retiredAt: Instant.nullable(),
  retireReason: z.string().nullable(),
  /** Grants that hold now. */
  grants: z.number().int(),
});
