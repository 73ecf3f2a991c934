import type { z } from "zod";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import { hasScope } from "#app/domain/permissions.ts";
import { apiCaller } from "./api-caller.server.ts";
import { countCall, countStranger, type LimitHeaders } from "./api-limits.server.ts";
import type { Operation, RawInput } from "./api-operation.ts";
import { refuseOddIds } from "./context.server.ts";
import { type Edge, edgeOf, type RouteArgs } from "./edge.server.ts";
import { matchOperation } from "./match-operation.ts";
import { once } from "./once.server.ts";
import { Problem, problemResponse } from "./problem.ts";
import { problemDetails, problemFor } from "./problem-for.server.ts";
import { plainSentence, readForm } from "./read-form.server.ts";
import { LARGEST_JSON, readJson } from "./read-json.server.ts";

/** Answers one request below /api/v1 from the table of operations. Never throws. */
export async function dispatch(args: RouteArgs, table: readonly Operation[]): Promise<Response> {
  const edge = edgeOf(args.context);
  const limit: LimitHeaders = {};
  try {
    const response = await answer(edge, args, table, limit);
    for (const [name, value] of Object.entries(limit)) response.headers.set(name, value);
    return response;
  } catch (error) {
    const response = problemResponse(problemFor(error, edge.requestId), edge.requestId);
    for (const [name, value] of Object.entries(limit)) response.headers.set(name, value);
    return response;
  }
}

async function answer(
  edge: Edge,
  { request, params }: RouteArgs,
  table: readonly Operation[],
  limit: LimitHeaders,
): Promise<Response> {
  const path = `/${params["*"] ?? ""}`;
  const method = request.method === "HEAD" ? "GET" : request.method;
  const matched = matchOperation(table, method, path);
  if ("allow" in matched) {
    Object.assign(limit, await countStranger(edge));
    if (matched.allow.length === 0) throw new Problem(404, "There is nothing at this address of the API.");
    const Allow = matched.allow.join(", ");
    throw new Problem(405, `This address takes ${Allow}.`, { headers: { Allow } });
  }
  const { operation } = matched;
  const ctx = await callerOf(edge, request, operation, limit);
  refuseOddIds(matched.params);
  const query = readQuery(operation, new URL(request.url).searchParams);
  const sent = await readBody(operation, request);
  const input: RawInput = { params: matched.params, query, body: sent.value };
  const key = request.headers.get("idempotency-key");
  if (!ctx) return send(operation, await runOpen(edge, operation, input));
  if (method !== "POST" || key === null) return send(operation, await runAsMember(ctx, operation, input));
  const { search } = new URL(request.url);
  const post = {
    key,
    route: `POST ${path}`,
    content: `${search}\n${sent.text}`,
    status: operation.status,
    showsSecret: operation.showsSecret ?? false,
  };
  const { answer: body, replayed } = await once(ctx, post, (inside) => runAsMember(inside, operation, input));
  return send(operation, body, replayed ? { "Idempotency-Replayed": "true" } : {});
}

/** Undefined for an operation that knows nobody. A key that does not work counts against the address it came from. */
async function callerOf(
  edge: Edge,
  request: Request,
  operation: Operation,
  limit: LimitHeaders,
): Promise<MemberCtx | undefined> {
  if (operation.auth === "none") {
    Object.assign(limit, await countStranger(edge));
    return undefined;
  }
  let ctx: MemberCtx;
  try {
    ctx = await apiCaller(edge, request);
  } catch (error) {
    if (error instanceof Problem) Object.assign(limit, await countStranger(edge));
    throw error;
  }
  Object.assign(limit, await countCall(ctx));
  const { via, role, scopes } = ctx.actor;
  if (operation.auth === "member" && via === "device_key") throw new Forbidden(NEEDS_API_KEY);
  if (operation.auth === "device" && via !== "device_key") throw new Forbidden(NEEDS_DEVICE_KEY);
  if (operation.scope && !hasScope({ role, scopes }, operation.scope)) {
    throw new Forbidden(`This key lacks the scope "${operation.scope}". Nothing was changed.`);
  }
  return ctx;
}

const NEEDS_API_KEY = "A device's key cannot do this. Use an API key. Nothing was changed.";
const NEEDS_DEVICE_KEY = "Only a device's own key can do this. Enroll the device first. Nothing was changed.";

function readQuery(operation: Operation, given: URLSearchParams): unknown {
  if (!operation.query) {
    const [name] = given.keys();
    if (name === undefined) return undefined;
    const errors = [
      { pointer: "#", detail: `There is no query parameter called ${name.slice(0, 60)} here.` },
    ];
    throw new Problem(422, "The query was not accepted. Nothing was changed.", { errors });
  }
  if ([...given.values()].some((value) => value.includes("\0"))) {
    throw new Problem(422, "The query holds a NUL character.");
  }
  const read = readForm(given, operation.query);
  if (read.ok) return read.input;
  const errors = Object.entries(read.errors).flatMap(([name, texts]) =>
    texts.map((detail) => ({ pointer: `#/${name}`, detail })),
  );
  throw new Problem(422, "The query was not accepted. Nothing was changed.", { errors });
}

async function readBody(operation: Operation, request: Request): Promise<{ text: string; value: unknown }> {
  if (request.method === "GET" || request.method === "HEAD") return { text: "", value: undefined };
  const json = await readJson(request, operation.largestBody ?? LARGEST_JSON);
  if (!operation.body) {
    if (json.text === "" || json.text.trim() === "{}") return { text: "", value: undefined };
    throw new Problem(422, "This takes no body. Nothing was changed.");
  }
  return { text: json.text, value: parsed(operation.body, json.value) };
}

function parsed(shape: z.ZodType, value: unknown): unknown {
  const result = shape.safeParse(value, { error: plainSentence });
  if (result.success) return result.data;
  const errors = problemDetails(result.error.issues);
  throw new Problem(422, "The body was not accepted. Nothing was changed.", { errors });
}

function runOpen(edge: Edge, operation: Operation, input: RawInput): Promise<unknown> {
  if (!operation.runOpen) throw new Error(`${operation.operationId} cannot run without a key.`);
  return operation.runOpen(edge, input).then((result) => asJson(operation, result));
}

function runAsMember(ctx: MemberCtx, operation: Operation, input: RawInput): Promise<unknown> {
  if (!operation.runAsMember) throw new Error(`${operation.operationId} cannot run with a key.`);
  return operation.runAsMember(ctx, input).then((result) => asJson(operation, result));
}

/** What the operation says it answers and nothing else: a row with more columns leaks none of them. */
function asJson(operation: Operation, result: unknown): unknown {
  if (!operation.response) return null;
  if (operation.isJsonLines) return result;
  return operation.response.parse(JSON.parse(JSON.stringify(result)));
}

function send(operation: Operation, body: unknown, headers: Record<string, string> = {}): Response {
  if (operation.isJsonLines && body instanceof Response) return body;
  const common = { ...headers, "Cache-Control": "no-store" };
  if (!operation.response) return new Response(null, { status: operation.status, headers: common });
  return Response.json(body, { status: operation.status, headers: common });
}
