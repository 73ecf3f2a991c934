import { z } from "zod";
import { askConnectionLook } from "#app/domain/connections/ask-connection-look.server.ts";
import { ConnectionFacts, LOOK_TROUBLES } from "#app/domain/connections/connection-facts.ts";
import { getConnection } from "#app/domain/connections/connection-queries.server.ts";
import { CONNECTION_QUESTIONS } from "#app/domain/connections/connection-words.ts";
import { setZoneRules } from "#app/domain/connections/set-zone-rules.server.ts";
import {
  PreviewZoneRulesInput,
  SetZoneRulesInput,
  ZONE_RULE_KINDS,
} from "#app/domain/connections/zone-inputs.ts";
import { getZonePolicy, previewZoneRules } from "#app/domain/connections/zone-queries.server.ts";
import { ZONES } from "#app/domain/trust/zone-words.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const tag = "Catalog";
const reading = { tag, auth: "member", scope: "read", status: 200, method: "GET" } as const;
const Zone = z.enum(ZONES);

const Connection = z.object({
  identity: z.string(),
  /** Null: not known. */
  zone: Zone.nullable(),
  /** Of the zone policy, counting from 1; null: observed. */
  rule: z.int().nullable(),
  answers: z.array(
    z.object({
      question: z.enum(CONNECTION_QUESTIONS),
      state: z.enum(["found", "none", "could_not_look", "not_looked"]),
      sentence: z.string(),
      more: z.array(z.string()),
      source: z.string().nullable(),
      at: Instant.nullable(),
      failed: z.object({ at: Instant, why: z.string() }).nullable(),
    }),
  ),
  /** Of a look that is under way. */
  askedAt: Instant.nullable(),
  seen: z.object({ at: Instant, facts: ConnectionFacts }).nullable(),
  /** A look after that which saw nothing. */
  failed: z.object({ at: Instant, why: z.enum(LOOK_TROUBLES) }).nullable(),
});

const Rule = z.object({ kind: z.enum(ZONE_RULE_KINDS), pattern: z.string(), zone: Zone });
const rules = [
  { kind: "host", pattern: "*.corp.example.com", zone: "internal_segment" },
  { kind: "network", pattern: "10.20.0.0/16", zone: "internal_segment" },
];

export const connectionOperations: Operation[] = [
  operation({
    ...reading,
    path: "/servers/{serverId}/connection",
    operationId: "getConnection",
    summary:
      "How a server is reached, how it knows who asks, where its secret lives and in which zone it runs",
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
  operation({
    ...reading,
    path: "/zone-policy",
    operationId: "getZonePolicy",
    summary: "The ordered rules that declare in which zone servers run",
    response: z.object({
      version: z.int(),
      rules: z.array(Rule.extend({ servers: z.int() })),
      zones: z.array(z.object({ zone: Zone, servers: z.int() })),
      unknown: z.int(),
      madeAt: Instant.nullable(),
    }),
    run: (ctx) => getZonePolicy(ctx),
  }),
  operation({
    method: "POST",
    path: "/zone-policy/preview",
    operationId: "previewZonePolicy",
    summary: "Which servers other rules would put into another zone",
    description: "From what was last seen of each server. It changes nothing.",
    tag,
    auth: "member",
    scope: "admin",
    status: 200,
    body: PreviewZoneRulesInput,
    response: z.object({
      servers: z.int(),
      isCut: z
        .boolean()
        .meta({ description: "There are more servers than these, which were not gone through" }),
      changed: z.int(),
      changes: z.array(
        z.object({ serverId: Id, identity: z.string(), from: Zone.nullable(), to: Zone.nullable() }),
      ),
    }),
    example: { body: { rules } },
    run: (ctx, { body }) => previewZoneRules(ctx, body),
  }),
  operation({
    method: "PUT",
    path: "/zone-policy",
    operationId: "setZonePolicy",
    summary: "Replace the rules that declare in which zone servers run",
    description:
      "The first rule that applies decides. `version` is that of the list it replaces; when somebody changed it meanwhile it is a conflict.",
    tag,
    auth: "member",
    scope: "admin",
    status: 200,
    body: SetZoneRulesInput,
    response: z.object({ version: z.int() }),
    example: { body: { version: 0, rules } },
    run: (ctx, { body }) => setZoneRules(ctx, body),
  }),
];
