import { listFound } from "#app/domain/requests/search-queries.server.ts";
import { memberFile } from "#app/http/respond.server.ts";
import { foundDestinations } from "./found-destinations.ts";
import { typedIn } from "./typed-in.ts";

/** What the palette asks while somebody types. */
export const loader = memberFile(async (ctx, { url }) => {
  const found = await listFound(ctx, typedIn(url));
  const lines = foundDestinations({ org: ctx.org.slug, role: ctx.actor.role }, found);
  return Response.json(lines, { headers: { "Cache-Control": "no-store" } });
});
