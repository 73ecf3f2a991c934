import { redirect } from "@remix-run/node";
import { listOrganizationsOf } from "#app/domain/identity/organizations-of.server.ts";
import { requireSignedIn } from "#app/http/context.server.ts";
import type { RouteArgs } from "#app/http/edge.server.ts";
import { paths } from "#app/http/paths.ts";
import { answering } from "#app/http/respond.server.ts";
import { trouble } from "#app/http/trouble.server.ts";

const NOWHERE =
  "You are signed in and not a member of any organization. Ask an owner or admin of yours for an invitation link.";

/** Goes to the first organization of whoever is signed in. */
export function loader(args: RouteArgs) {
  return answering(args, async () => {
    const { db, account } = await requireSignedIn(args);
    const [first] = await listOrganizationsOf(db, account);
    if (!first) throw trouble(403, { sentence: NOWHERE });
    return redirect(paths.home(first.slug));
  });
}

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function FirstPage() {
  return null;
}
