import type { AppLoadContext } from "@remix-run/node";
import type { Database } from "#app/db/client.server.ts";
import { database } from "#app/db/runtime.server.ts";

/** What is known about a request before anybody is known. */
export type Edge = { db: Database; now: Date; requestId: string; from: string | null };

/** What Remix gives to loaders and actions, as far as the edge needs it. */
export type RouteArgs = {
  request: Request;
  params: Readonly<Record<string, string | undefined>>;
  context: AppLoadContext;
};

export function edgeOf(context: AppLoadContext): Edge {
  return {
    db: database(),
    now: context.now,
    requestId: context.requestId,
    from: context.clientAddress,
  };
}
