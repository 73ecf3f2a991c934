import { redirect } from "@remix-run/node";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

export const loader = memberLoader(async (ctx) => redirect(paths.inventory(ctx.org.slug)));

/** Never drawn; with it, errors are shown as a page and not as JSON. */
export default function OrganizationFirstPage() {
  return null;
}
