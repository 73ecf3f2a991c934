import { z } from "zod";
import type { Operation } from "#app/http/api-operation.ts";

type Json = Record<string, unknown>;

/** One operation in OpenAPI's words. */
export function describeOperation(operation: Operation): Json {
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
