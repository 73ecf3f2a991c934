import { dispatch } from "#app/http/dispatch.server.ts";
import type { RouteArgs } from "#app/http/edge.server.ts";
import { openApiDocument } from "./openapi.server.ts";
import { operationTable } from "./operation-table.server.ts";

const answer = (args: RouteArgs): Promise<Response> => dispatch(args, operationTable);

export const loader = (args: RouteArgs): Promise<Response> | Response =>
  args.params["*"] === "openapi.json" ? Response.json(openApiDocument(operationTable)) : answer(args);

export const action = answer;
