import { z } from "zod";
import { getCaller } from "#app/domain/identity/caller-queries.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { ROLES, SCOPES } from "#app/domain/permissions.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";

const Caller = z.object({
  organization: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  member: z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: z.enum(ROLES) }),
  via: z.enum(["session", "api_key", "device_key"]),
  scopes: z.array(z.enum(SCOPES)).nullable(),
  environment: z.enum(ENVIRONMENTS).nullable(),
  deviceId: z.uuid().nullable(),
  /** The agent this key acts as, instead of the member, who answers for it. */
  agentId: z.uuid().nullable(),
});

export const meOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/me",
    operationId: "getCaller",
    summary: "Who this key speaks for, and what it may do",
    tag: "Keys",
    auth: "either",
    scope: null,
    status: 200,
    response: Caller,
    run: (ctx) => getCaller(ctx),
  }),
];
