import { z } from "zod";
import { publicUrl } from "#app/env.server.ts";
import type { Operation } from "#app/http/api-operation.ts";
import { describeOperation } from "../openapi-operation.server.ts";
import { type FieldRow, fieldsOf, typeOf } from "./schema-fields.ts";

export type OperationLine = {
  operationId: string;
  tag: string;
  method: string;
  path: string;
  summary: string;
};

export type OperationView = OperationLine & {
  description: string | null;
  scope: string | null;
  key: string;
  parameters: (FieldRow & { place: string })[];
  body: FieldRow[] | null;
  answer: FieldRow[] | null;
  status: number;
  isJsonLines: boolean;
  curl: string;
};

const KEYS = {
  member: "An API key of a member",
  device: "The key of an enrolled device",
  either: "An API key of a member, or the key of an enrolled device",
  none: "None",
} as const;

const Described = z.object({
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.string(),
      required: z.boolean(),
      description: z.string().optional(),
      schema: z.unknown(),
    }),
  ),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional() }),
  ),
});

export function lineOf({ operationId, tag, method, path, summary }: Operation): OperationLine {
  return { operationId, tag, method, path, summary };
}

/** One operation as a page shows it, from the same description the OpenAPI document holds. */
export function viewOf(operation: Operation): OperationView {
  const { parameters, requestBody, responses } = Described.parse(describeOperation(operation));
  const answered = Object.values(responses[String(operation.status)]?.content ?? {})[0]?.schema;
  const sent = Object.values(requestBody?.content ?? {})[0]?.schema;
  return {
    ...lineOf(operation),
    description: operation.description ?? null,
    scope: operation.scope,
    key: KEYS[operation.auth],
    parameters: parameters.map(({ name, in: place, required, description, schema }) => {
      const [field] = fieldsOf({ type: "object", properties: { [name]: schema } });
      return { name, place, required, type: typeOf(schema), notes: description ?? field?.notes ?? "" };
    }),
    body: sent === undefined ? null : fieldsOf(sent),
    answer: answered === undefined ? null : fieldsOf(answered),
    status: operation.status,
    isJsonLines: operation.isJsonLines ?? false,
    curl: curlOf(operation),
  };
}

/** To be pasted into a shell; names in braces stand for one's own ids. */
function curlOf({ method, path, auth, example }: Operation): string {
  const query = example?.query ? `?${example.query}` : "";
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}'${publicUrl()}/api/v1${path}${query}'`,
    ...(auth === "none" ? [] : ['-H "Authorization: Bearer $CASTELLAN_KEY"']),
    ...(example?.body === undefined
      ? []
      : [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(example.body).replaceAll("'", "'\\''")}'`,
        ]),
  ];
  return lines.join(" \\\n  ");
}
