import { z } from "zod";
import { askConnectionLook } from "#app/domain/connections/ask-connection-look.server.ts";
import { ConnectionFacts, LOOK_TROUBLES } from "#app/domain/connections/connection-facts.ts";
import { getConnection } from "#app/domain/connections/connection-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const tag = "Catalog";

const Connection = z.object({
  identity: z.string(),
  /** Of a look that is under way. */
  askedAt: Instant.nullable(),
  seen: z.object({ at: Instant, facts: ConnectionFacts }).nullable(),
  /** A look after that which saw nothing. */
  failed: z.object({ at: Instant, why: z.enum(LOOK_TROUBLES) }).nullable(),
});

export const connectionOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/servers/{serverId}/connection",
    operationId: "getConnection",
    summary: "How a server is reached and how it knows who asks",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    response: Connection,
    run: (ctx, { params }) => getConnection(ctx, params.serverId),
  }),
  operation({
    method: "POST",
    path: "/servers/{serverId}/connection-looks",
    operationId: "askConnectionLook",
    summary: "Have a remote server's connection looked at from outside",
    description:
      "Without a credential, bounded in time and size, and only public addresses and networks the installation allows. `getConnection` says what was seen.",
    tag,
    auth: "member",
    scope: "report",
    status: 201,
    response: z.object({ lookId: Id }),
    run: (ctx, { params }) => askConnectionLook(ctx, params),
  }),
];
