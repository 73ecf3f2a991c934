import { data, redirect } from "@remix-run/node";
import type { z } from "zod";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { type PageCtx, refuseOddIds, requireAccount, requireMember } from "./context.server.ts";
import { type Edge, edgeOf, type RouteArgs } from "./edge.server.ts";
import { sayNext } from "./flash.server.ts";
import type { FormAnswer, Refusal } from "./form-answer.ts";
import { postedForm } from "./posted-form.server.ts";
import { readForm } from "./read-form.server.ts";
import { answering, type Page, pageOf } from "./respond.server.ts";
import { TooManyTries } from "./too-many-tries.ts";
import { KEPT_ACTION, KEPT_PREFIX, RETYPE } from "./trouble.ts";

/** Where a carried-out form leads: another page, with a sentence there; or something to show on this one. */
export type Done<Shown> =
  | { to: string; say?: string; headers?: HeadersInit }
  | { shown: Shown; headers?: HeadersInit };

export type FormPage = Page & { posted: FormData };

type Form<C, S extends z.ZodType, R, Shown> = {
  /** The verb's own input. */
  input: S;
  /** Fields taken from the address instead of the form; they win. The default is every `…Id` of the address. */
  fixed?: (page: Page) => Record<string, string>;
  /** Calls the verb. */
  run: (ctx: C, input: z.output<S>, page: FormPage) => Promise<R>;
  done: (ctx: C, result: R, page: FormPage) => Done<Shown>;
};

/**
 * The action of a form inside an organization. Wrong fields and Invalid answer 400, Conflict 409, each with everything
 * that was typed; Forbidden 403 and NotFound 404 show the error page; a lost session or database keeps the fields.
 */
export function memberForm<S extends z.ZodType, R, Shown = never>(form: Form<PageCtx, S, R, Shown>) {
  return (args: RouteArgs) => carryOut(args, form, requireMember);
}

/** The action of a form of one's own account, which belongs to no organization. */
export function accountForm<S extends z.ZodType, R, Shown = never>(form: Form<AccountCtx, S, R, Shown>) {
  return (args: RouteArgs) =>
    carryOut(args, form, async () => {
      const ctx = await requireAccount(args);
      refuseOddIds(args.params);
      return ctx;
    });
}

/** The action of a form that needs nobody to be signed in. */
export function openForm<S extends z.ZodType, R, Shown = never>(form: Form<Edge, S, R, Shown>) {
  return (args: RouteArgs) => carryOut(args, form, async ({ context }) => edgeOf(context));
}

async function carryOut<C, S extends z.ZodType, R, Shown>(
  args: RouteArgs,
  form: Form<C, S, R, Shown>,
  contextOf: (args: RouteArgs) => Promise<C>,
) {
  const posted = await postedForm(args);
  return answering(
    args,
    async () => {
      const ctx = await contextOf(args);
      const page = { ...pageOf(args), posted };
      const kept = posted.get("_kept");
      const missing = secretsToRetype(posted);
      if (kept) {
        const sentence = kept === "proof" ? PROVED : KEPT;
        return refuse<Shown>(posted, 200, { sentence, kept: true, errors: missing ?? {} });
      }
      if (missing) return refuse<Shown>(posted, 400, { sentence: NOT_SENT, errors: missing });
      const odd = fieldsWithNul(posted);
      if (odd) return refuse<Shown>(posted, 400, { sentence: NOT_SENT, errors: odd });
      const read = readForm(posted, form.input, (form.fixed ?? idsOf)(page));
      if (!read.ok) return refuse<Shown>(posted, 400, { sentence: NOT_SENT, errors: read.errors });
      try {
        const done = form.done(ctx, await form.run(ctx, read.input, page), page);
        return leadOn<Shown>(done);
      } catch (error) {
        if (error instanceof Invalid) {
          return refuse<Shown>(posted, 400, { sentence: error.message, errors: error.fields });
        }
        if (error instanceof TooManyTries) return refuse<Shown>(posted, 429, { sentence: error.message });
        if (error instanceof Conflict) return refuse<Shown>(posted, 409, { sentence: error.message });
        throw error;
      }
    },
    posted,
  );
}

const KEPT =
  "You were signed out. What you typed is kept and nothing was sent yet. Look at it and send it again.";
const PROVED = "It is you. What you typed is kept and nothing was sent yet. Look at it and send it again.";
const NOT_SENT = "This was not sent. What you typed is kept. Correct what is marked and send it again.";

/** Secrets that stood in the form when it was kept and stand there no more: left out they would mean something else. */
function secretsToRetype(posted: FormData): Record<string, string[]> | undefined {
  const names = posted.getAll(RETYPE).filter((name) => typeof name === "string");
  const missing = names.filter((name) => !posted.get(name));
  if (missing.length === 0) return undefined;
  return Object.fromEntries(missing.map((name) => [name, ["Type this again: secrets are not kept."]]));
}

/** PostgreSQL stores no NUL in text. */
function fieldsWithNul(posted: FormData): Record<string, string[]> | undefined {
  const odd = [...posted].filter(([, value]) => typeof value === "string" && value.includes("\0"));
  if (odd.length === 0) return undefined;
  return Object.fromEntries(odd.map(([name]) => [name, ["This holds a NUL character. Remove it."]]));
}

function refuse<Shown>(
  posted: FormData,
  status: number,
  why: Omit<Refusal, "values" | "errors"> & Partial<Refusal>,
) {
  const values: Record<string, string[]> = {};
  for (const [name, value] of posted) {
    if (typeof value === "string" && isGivenBack(name)) {
      values[name] = [...(values[name] ?? []), value];
    }
  }
  const answer: FormAnswer<Shown> = { refused: { errors: {}, ...why, values } };
  return data<FormAnswer<Shown>>(answer, { status });
}

/** Passwords, secrets and codes are typed again; of the edge's own fields only a form kept through sign-in travels on. */
function isGivenBack(name: string): boolean {
  return name.startsWith("_")
    ? name.startsWith(KEPT_PREFIX) || name === KEPT_ACTION
    : !/password|secret|oneTimeCode|passkey/i.test(name);
}

function leadOn<Shown>(done: Done<Shown>) {
  if ("shown" in done) {
    const answer: FormAnswer<Shown> = { shown: done.shown };
    const headers = new Headers(done.headers);
    headers.set("Cache-Control", "no-store");
    return data<FormAnswer<Shown>>(answer, { headers });
  }
  const headers = new Headers(done.headers);
  if (done.say) headers.append("Set-Cookie", sayNext(done.say));
  throw redirect(done.to, { status: 303, headers });
}

function idsOf({ params }: Page): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) if (name.endsWith("Id") && value) ids[name] = value;
  return ids;
}
