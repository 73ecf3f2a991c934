import { redirect, redirectDocument } from "@remix-run/node";
import { FreshProofNeeded } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import {
  type PageCtx,
  refuseOddIds,
  requireAccount,
  requireMember,
  requireSignedIn,
} from "./context.server.ts";
import { type Edge, edgeOf, type RouteArgs } from "./edge.server.ts";
import { keepForm } from "./keep-form.server.ts";
import { paths } from "./paths.ts";
import { problemFor } from "./problem-for.server.ts";
import { SignInNeeded, thrownFor, trouble } from "./trouble.server.ts";
import type { KeptForm } from "./trouble.ts";

/** What a loader gets beside its context. */
export type Page = Pick<RouteArgs, "request" | "params"> & {
  url: URL;
  /** The command line offered at /castellan.mjs. */
  collector: RouteArgs["context"]["collector"];
  drained: RouteArgs["context"]["drained"];
};

/** A loader of a page inside an organization: knows the member, turns every error into its page. */
export function memberLoader<T>(load: (ctx: PageCtx, page: Page) => Promise<T>) {
  return (args: RouteArgs): Promise<T> =>
    answering(args, async () => load(await requireMember(args), pageOf(args)));
}

/** A loader of a page of one's own account, which belongs to no organization. */
export function accountLoader<T>(load: (ctx: AccountCtx, page: Page) => Promise<T>) {
  return (args: RouteArgs): Promise<T> =>
    answering(args, async () => {
      const ctx = await requireAccount(args);
      refuseOddIds(args.params);
      return load(ctx, pageOf(args));
    });
}

/** A loader of a page that needs nobody to be signed in. */
export function openLoader<T>(load: (edge: Edge, page: Page) => Promise<T>) {
  return (args: RouteArgs): Promise<T> => answering(args, () => load(edgeOf(args.context), pageOf(args)));
}

/** Runs `work`; what it throws becomes an answer. `form`, when posted, is given back where that helps. */
export async function answering<T>(args: RouteArgs, work: () => Promise<T>, form?: FormData): Promise<T> {
  try {
    if (/%00/.test(args.request.url)) throw trouble(400, { sentence: NUL });
    return await work();
  } catch (error) {
    const kept = keepForm(args.request, form);
    if (error instanceof FreshProofNeeded) throw await leadToProof(args, error, kept);
    throw thrownFor(error, args.context.requestId, kept);
  }
}

/** A page leads to the proof and back; a form is kept meanwhile, as when a session was lost. */
async function leadToProof(args: RouteArgs, { message: sentence }: FreshProofNeeded, kept?: KeptForm) {
  const { pathname, search } = new URL(args.request.url);
  const to = pathname + search;
  const { db, account } = await requireSignedIn(args);
  const at = account.provedAt === null ? (args.params.org ?? "") : undefined;
  if (args.request.method === "GET" || args.request.method === "HEAD") {
    return at === undefined ? redirect(paths.proof(to)) : redirectDocument(paths.openidProof(at, to));
  }
  const common = { sentence, requestId: args.context.requestId, ...(kept ? { kept } : {}) };
  if (at !== undefined) return trouble(403, { ...common, proveAt: { to, at } });
  return trouble(403, { ...common, prove: { to, ways: await findProofWays(db, account.accountId) } });
}

const NUL = "The address holds a NUL character, so nothing was looked up. Correct the address.";

export function pageOf({ request, params, context }: RouteArgs): Page {
  const { collector, drained } = context;
  return { request, params, url: new URL(request.url), collector, drained };
}

/**
 * A loader that answers a file: an error is one sentence of text, since nothing draws a page around it. `proveAt` is the
 * page that asks for a proof where one is needed.
 */
export function memberFile(
  load: (ctx: PageCtx, page: Page) => Promise<Response>,
  proveAt: (page: Page) => string = () => paths.proof(),
) {
  return async (args: RouteArgs): Promise<Response> => {
    const { requestId } = args.context;
    const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
    try {
      if (/%00/.test(args.request.url)) return new Response(`${NUL}\n`, { status: 400, headers });
      return await load(await requireMember(args), pageOf(args));
    } catch (error) {
      if (error instanceof Response) throw error;
      if (error instanceof SignInNeeded) throw redirect(paths.signIn(), 303);
      if (error instanceof FreshProofNeeded) throw redirect(proveAt(pageOf(args)), 303);
      const problem = problemFor(error, requestId);
      return new Response(`${problem.message}\n`, { status: problem.status, headers });
    }
  };
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
