import { redirect } from "@remix-run/node";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";

export const loader = memberLoader(async (ctx) => redirect(paths.settings(ctx.org.slug)));
