import { type PageCtx, requireMember } from "./context.server.ts";
import { type Edge, edgeOf, type RouteArgs } from "./edge.server.ts";
import { keepForm } from "./keep-form.server.ts";
import { thrownFor } from "./trouble.server.ts";

/** What a loader gets beside its context. */
export type Page = Pick<RouteArgs, "request" | "params"> & {
  url: URL;
  /** The command line offered at /castellan.mjs. */
  collector: RouteArgs["context"]["collector"];
};

/** A loader of a page inside an organization: knows the member, turns every error into its page. */
export function memberLoader<T>(load: (ctx: PageCtx, page: Page) => Promise<T>) {
  return (args: RouteArgs): Promise<T> =>
    answering(args, async () => load(await requireMember(args), pageOf(args)));
}

/** A loader of a page that needs nobody to be signed in. */
export function openLoader<T>(load: (edge: Edge, page: Page) => Promise<T>) {
  return (args: RouteArgs): Promise<T> => answering(args, () => load(edgeOf(args.context), pageOf(args)));
}

/** Runs `work`; what it throws becomes an answer. `form`, when posted, is given back where that helps. */
export async function answering<T>(args: RouteArgs, work: () => Promise<T>, form?: FormData): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw thrownFor(error, args.context.requestId, keepForm(args.request, form));
  }
}

export function pageOf({ request, params, context }: RouteArgs): Page {
  return { request, params, url: new URL(request.url), collector: context.collector };
}

/** A file to save. `name` is ASCII without quotes. */
export function download(body: string | ReadableStream<Uint8Array>, type: string, name: string): Response {
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}
