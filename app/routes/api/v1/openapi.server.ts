import { z } from "zod";
import { publicUrl } from "#app/env.server.ts";
import type { Operation } from "#app/http/api-operation.ts";

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
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: "What was wrong, as RFC 9457 describes.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

function describeOperation(operation: Operation): Json {
  const { operationId, summary, description, tag, scope } = operation;
  const scopeSentence = scope ? `Needs the scope \`${scope}\`.` : "";
  return {
    operationId,
    summary,
    description: [description, scopeSentence].filter(Boolean).join("\n\n") || undefined,
    tags: [tag],
    security: securityOf(operation),
    parameters: [
      ...pathParameters(operation),
      ...queryParameters(operation),
      ...idempotencyParameter(operation),
    ],
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: shapeOf(operation.body, "input"),
                ...example(operation.example?.body),
              },
            },
          },
        }
      : {}),
    responses: {
      [operation.status]: operation.response
        ? {
            description: summary,
            content: {
              [operation.isJsonLines ? "application/jsonl" : "application/json"]: {
                schema: shapeOf(operation.response, "output"),
                ...example(operation.example?.response),
              },
            },
          }
        : { description: "Done." },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function securityOf({ auth }: Operation): Json[] {
  if (auth === "none") return [];
  if (auth === "member") return [{ apiKey: [] }];
  if (auth === "device") return [{ deviceKey: [] }];
  return [{ apiKey: [] }, { deviceKey: [] }];
}

function pathParameters({ path }: Operation): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: name.endsWith("Id") ? { type: "string", format: "uuid" } : { type: "string" },
  }));
}

const ObjectShape = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

function queryParameters({ query }: Operation): Json[] {
  if (!query) return [];
  const { properties, required } = ObjectShape.parse(shapeOf(query, "input"));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function idempotencyParameter({ method, auth }: Operation): Json[] {
  if (method !== "POST" || auth === "none") return [];
  const description =
    "Repeating a post with the same key and body within 24 hours gives the first answer again, and does nothing.";
  return [
    {
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description,
      schema: { type: "string", maxLength: 255 },
    },
  ];
}

function shapeOf(shape: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(shape, { io, unrepresentable: "any" });
  return rest;
}

function example(value: unknown): Json {
  return value === undefined ? {} : { example: value };
}

const PROBLEM = {
  type: "object",
  required: ["type", "title", "status", "detail", "instance"],
  properties: {
    type: { type: "string", format: "uri", examples: ["urn:castellan:problem:not-found"] },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What happened, what was kept and what to do." },
    instance: { type: "string", description: "Names this request in logs and audit events." },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "detail"],
        properties: {
          pointer: { type: "string", description: "JSON pointer as a URI fragment, # for the whole body." },
          detail: { type: "string" },
        },
      },
    },
  },
};
