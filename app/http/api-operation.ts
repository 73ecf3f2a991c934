import type { z } from "zod";
import type { MemberCtx } from "#app/domain/context.ts";
import type { Scope } from "#app/domain/permissions.ts";

/** Who an operation speaks to: a member's API key, a device's key, either, or anybody. */
export type OperationAuth = "member" | "device" | "either" | "none";

/** The names in braces of a path, each a text; those ending in `Id` are checked to be UUIDs before `run`. */
export type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParams<Rest>
  : Record<never, string>;

type Facts<P extends string> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, in OpenAPI's notation: "/requests/{requestId}/approval". */
  path: P;
  /** camelCase, unique: "approveRequest". */
  operationId: string;
  summary: string;
  description?: string;
  tag: string;
  /** What a key needs; the verb asks again. */
  scope: Scope | null;
  status: 200 | 201 | 204;
  /** The answer shows a secret once: it is never stored for `Idempotency-Key`. */
  showsSecret?: boolean;
  /** The answer is a stream, one `response` a line; `run` of such a GET returns the Response itself. */
  isJsonLines?: boolean;
  /** Bytes; 1 MiB unless given. */
  largestBody?: number;
  /** Shown in the documentation and, the body, in the OpenAPI document. */
  /** `query` as it stands in an address; a name in braces stands for an id of one's own. Tests carry each of them out. */
  example?: { query?: string; body?: unknown };
};

type Shapes<Q extends z.ZodType, B extends z.ZodType> = {
  query?: Q;
  /** Strict; the verb's own input without the ids of the path. */
  body?: B;
  /** Of the answer as JSON: times are ISO 8601 texts. Keys it does not name are left out. Null for 204. */
  response: z.ZodType | null;
};

type Input<P extends string, Q extends z.ZodType, B extends z.ZodType> = {
  params: PathParams<P>;
  query: z.output<Q>;
  body: z.output<B>;
};

/** What the dispatcher works with: the same for every operation. */
export type Operation = Omit<Facts<string>, "path"> & {
  path: string;
  auth: OperationAuth;
  query: z.ZodType | null;
  body: z.ZodType | null;
  response: z.ZodType | null;
  /** With a key: the member it acts as. */
  runAsMember?: (ctx: MemberCtx, input: RawInput) => Promise<unknown>;
  runOpen?: (edge: OpenEdge, input: RawInput) => Promise<unknown>;
};

/** Parsed by the operation's own shapes, which TypeScript cannot see through the table. */
export type RawInput = { params: Record<string, string>; query: unknown; body: unknown };

export type OpenEdge = Pick<MemberCtx, "db" | "now" | "requestId" | "from">;

/** An operation carried out as the member a key belongs to. */
export function operation<
  const P extends string,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(
  facts: Facts<P> &
    Shapes<Q, B> & {
      auth: "member" | "device" | "either";
      run: (ctx: MemberCtx, input: Input<P, Q, B>) => Promise<unknown>;
    },
): Operation {
  const { run, query, body, ...rest } = facts;
  return {
    ...rest,
    query: query ?? null,
    body: body ?? null,
    runAsMember: (ctx, input) => run(ctx, parsedInput<P, Q, B>(input)),
  };
}

/** An operation for callers nobody knows yet, such as a device with an enrollment code. */
export function openOperation<
  const P extends string,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(
  facts: Facts<P> & Shapes<Q, B> & { run: (edge: OpenEdge, input: Input<P, Q, B>) => Promise<unknown> },
): Operation {
  const { run, query, body, ...rest } = facts;
  return {
    ...rest,
    auth: "none",
    query: query ?? null,
    body: body ?? null,
    runOpen: (edge, input) => run(edge, parsedInput<P, Q, B>(input)),
  };
}

/**
 * The dispatcher has parsed `query` and `body` with the very shapes of this operation and matched `params` against its
 * path before it calls, so the input has this type.
 */
function parsedInput<P extends string, Q extends z.ZodType, B extends z.ZodType>(
  input: RawInput,
): Input<P, Q, B> {
  return input as Input<P, Q, B>;
}
