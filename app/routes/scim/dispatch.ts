import type { RouteArgs } from "#app/http/edge.server.ts";
import { answerScim } from "#app/http/scim/answer-scim.server.ts";

export const loader = (args: RouteArgs): Promise<Response> => answerScim(args);

export const action = (args: RouteArgs): Promise<Response> => answerScim(args);
