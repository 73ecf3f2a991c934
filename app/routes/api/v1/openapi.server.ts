import { publicUrl } from "#app/env.server.ts";
import type { Operation } from "#app/http/api-operation.ts";
import { describeOperation } from "./openapi-operation.server.ts";
import { problemShape } from "./problem-shape.ts";

type Json = Record<string, unknown>;

const made = new WeakMap<readonly Operation[], Json>();

/** The OpenAPI 3.1 document, from the very shapes the dispatcher parses with. */
export function openApiDocument(table: readonly Operation[]): Json {
  const known = made.get(table);
  if (known) return known;
  const document = describe(table);
  made.set(table, document);
  return document;
}

function describe(table: readonly Operation[]): Json {
  const paths: Record<string, Json> = {};
  for (const operation of table) {
    const methods = paths[operation.path] ?? {};
    methods[operation.method.toLowerCase()] = describeOperation(operation);
    paths[operation.path] = methods;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Castellan",
      version: "1",
      description:
        "Know, decide, prove and cut off the MCP servers of an organization. Times are ISO 8601 in UTC, ids are UUIDs. " +
        "Lists answer `nextCursor`, to be sent as `cursor`. A key acts as its member, narrowed to its scopes. " +
        "Another organization's ids look like ids that do not exist.",
    },
    servers: [{ url: `${publicUrl()}/api/v1` }],
    tags: [...new Set(table.map((operation) => operation.tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key of a member (cst_…)." },
        deviceKey: { type: "http", scheme: "bearer", description: "The key of an enrolled device (csd_…)." },
      },
      schemas: { Problem: problemShape },
      responses: {
        Problem: {
          description: "What was wrong, as RFC 9457 describes.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}
