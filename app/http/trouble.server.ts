import { data } from "@remix-run/node";
import { Conflict, DomainError, Forbidden, Invalid, NotFound } from "#app/domain/errors.ts";
import { log } from "#app/log.server.ts";
import { databaseIsAway } from "./database-away.server.ts";
import { TooManyTries } from "./too-many-tries.ts";
import type { KeptForm, Trouble } from "./trouble.ts";

/** The status of what the domain throws: the one place where errors become numbers. */
export function statusOf(error: DomainError): 403 | 404 | 409 | 422 {
  if (error instanceof NotFound) return 404;
  if (error instanceof Forbidden) return 403;
  if (error instanceof Conflict) return 409;
  if (error instanceof Invalid) return 422;
  throw error;
}

/** A form was posted without a session. `to` is where it was posted. */
export class SignInNeeded extends Error {
  readonly to: string;
  constructor(to: string) {
    super("Nobody is signed in.");
    this.to = to;
  }
}

/**
 * What a route throws for an error, so that the error boundary shows it with its status. Answers thrown on purpose
 * (redirects) pass. Anything unexpected is logged here and shown as a 500 without its text.
 */
export function thrownFor(error: unknown, requestId: string, kept?: KeptForm): unknown {
  if (error instanceof Response || isThrownData(error)) return error;
  if (error instanceof TooManyTries) return trouble(429, { sentence: error.message, requestId });
  const keeping = kept ? { kept } : {};
  if (error instanceof DomainError) {
    return trouble(statusOf(error), { sentence: error.message, requestId, ...keeping });
  }
  if (error instanceof SignInNeeded) return trouble(401, { signInTo: error.to, requestId, ...keeping });
  if (databaseIsAway(error)) {
    log.warn({ err: error, requestId }, "the database did not answer");
    return trouble(503, { requestId, ...keeping });
  }
  log.error({ err: error, requestId }, "a request failed");
  return trouble(500, { requestId, ...keeping });
}

export function trouble(status: number, content: Trouble) {
  return data(content, { status });
}

function isThrownData(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "type" in error && error.type === "DataWithResponseInit"
  );
}
