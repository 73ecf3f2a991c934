import SCIMMY from "scimmy";
import { holdProvisioned } from "#app/domain/provisioning/hold-provisioned.server.ts";
import { countProvider, countStranger, type LimitHeaders } from "../api-limits.server.ts";
import { edgeOf, type RouteArgs } from "../edge.server.ts";
import { Problem } from "../problem.ts";
import { readJson } from "../read-json.server.ts";
import { listResources, shapedAs } from "./list-resources.server.ts";
import { refuseOddKeys, refuseOddNames } from "./odd-names.ts";
import { plainBody, plainPatch, unsetsExternalId } from "./plain-bodies.ts";
import { scimCaller } from "./scim-caller.server.ts";
import { libraryError, scimError } from "./scim-error.server.ts";
import { patchGroup, type ScimCall, scimTypes } from "./scim-types.server.ts";

/** A full group of 5,000 members is about 400 kB. */
const LARGEST_BODY = 1024 * 1024;
const DESCRIPTIONS = ["ServiceProviderConfig", "ResourceTypes", "Schemas"];

type Asked = { method: string; noun: string; id: string | undefined; params: URLSearchParams };

/** Answers one request below /scim/v2 (RFC 7644). Never throws. */
export async function answerScim(args: RouteArgs): Promise<Response> {
  const edge = edgeOf(args.context);
  const limit: LimitHeaders = {};
  const call: Partial<ScimCall> = {};
  try {
    const answer = await asCaller(args, call, limit);
    return respond(answer.status, answer.body, { ...limit, ...answer.headers });
  } catch (error) {
    const asked = { method: args.request.method, requestId: edge.requestId };
    const { status, body, headers } = call.failed
      ? scimError(call.failed, asked)
      : libraryError(error, asked);
    return respond(status, body, { ...limit, ...headers });
  }
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

async function asCaller(args: RouteArgs, call: Partial<ScimCall>, limit: LimitHeaders): Promise<Answer> {
  const edge = edgeOf(args.context);
  const ctx = await scimCaller(edge, args.request).catch(async (error: unknown) => {
    if (error instanceof Problem) Object.assign(limit, await countStranger(edge));
    throw error;
  });
  Object.assign(limit, await countProvider(ctx.scimTokenId));
  call.ctx = ctx;
  const { noun, id } = placeOf(args.params["*"] ?? "");
  const method = args.request.method === "HEAD" ? "GET" : args.request.method;
  const asked: Asked = { method, noun, id, params: new URL(args.request.url).searchParams };
  const known: ScimCall = Object.assign(call, { ctx });
  if (DESCRIPTIONS.includes(noun)) return describe(asked);
  if (noun !== "Users" && noun !== "Groups") throw new Problem(404, "There is nothing at this address.");
  for (const name of ["attributes", "excludedAttributes"]) refuseOddNames(asked.params.get(name));
  const { text, value } = await readJson(args.request, LARGEST_BODY);
  refuseOddKeys(value);
  return carryOut({ ...asked, noun }, known, text === "" ? undefined : value);
}

function placeOf(path: string): { noun: string; id: string | undefined } {
  const [noun = "", id, ...more] = path.split("/");
  if (more.length > 0 || id === "") throw new Problem(404, "There is nothing at this address.");
  return { noun, id: id?.toLowerCase() };
}

async function describe({ method, noun, id }: Asked): Promise<Answer> {
  if (method !== "GET") throw wrongMethod("GET");
  const { Resources } = scimTypes();
  if (noun === "ServiceProviderConfig") {
    return { status: 200, body: await new Resources.ServiceProviderConfig().read() };
  }
  const Kind = noun === "Schemas" ? Resources.Schema : Resources.ResourceType;
  return { status: 200, body: await (id ? new Kind(properId(noun, id)) : new Kind()).read() };
}

/** Ids of descriptions keep their case: schemas are URNs, and resource types are called as their noun. */
function properId(noun: string, id: string): string {
  if (noun === "ResourceTypes") return id.charAt(0).toUpperCase() + id.slice(1);
  const known = SCIMMY.Schemas.declared().find((schema) => schema.id.toLowerCase() === id);
  return known?.id ?? id;
}

type AskedFor = Asked & { noun: "Users" | "Groups" };

async function carryOut(
  { method, noun, id, params }: AskedFor,
  call: ScimCall,
  body: unknown,
): Promise<Answer> {
  const { Resources } = scimTypes();
  const Kind = noun === "Users" ? Resources.User : Resources.Group;
  const shown = {
    attributes: params.get("attributes") ?? "",
    excludedAttributes: params.get("excludedAttributes") ?? "",
  };
  const config = Object.fromEntries(Object.entries(shown).filter(([, names]) => names !== ""));
  if (id === undefined) {
    if (method === "GET") return { status: 200, body: await listResources(Kind, noun, call, params, config) };
    if (method !== "POST") throw wrongMethod("GET, POST");
    const made = await new Kind(undefined, config).write(plainBody(body, noun), call);
    return { status: 201, body: made, headers: { Location: made.meta?.location ?? "" } };
  }
  const resource = new Kind(id, config);
  if (method === "GET") return { status: 200, body: await resource.read(call) };
  if (method === "PUT") {
    const whole = Object.assign(call, { unsetsExternalId: unsetsExternalId(body) });
    return { status: 200, body: await resource.write(plainBody(body, noun), whole) };
  }
  if (method === "DELETE") {
    await resource.dispose(call);
    return { status: 204 };
  }
  if (method !== "PATCH") throw wrongMethod("GET, PUT, PATCH, DELETE");
  const patch = plainPatch(body, noun);
  if (!patch) return { status: 200, body: await resource.read(call) };
  const what = { kind: noun === "Users" ? "person" : "group", id } as const;
  const patched = await holdProvisioned(call.ctx, what, async (ctx) => {
    if (noun === "Groups") {
      return shapedAs(Kind, noun, await patchGroup(ctx, id, patch.Operations), config);
    }
    // what the library hands on is the whole resource: what is not in it was removed
    const inside = Object.assign(call, { ctx, unsetsExternalId: true });
    return (await resource.patch(patch, inside)) ?? (await resource.read(inside));
  });
  return { status: 200, body: patched };
}

const wrongMethod = (allow: string) =>
  new Problem(405, `This address takes ${allow}.`, { headers: { Allow: allow } });

function respond(status: number, body: unknown, headers: Record<string, string>): Response {
  const common = { ...headers, "Cache-Control": "no-store" };
  if (body === undefined) return new Response(null, { status, headers: common });
  const text = JSON.stringify(body);
  return new Response(text, { status, headers: { ...common, "Content-Type": "application/scim+json" } });
}
