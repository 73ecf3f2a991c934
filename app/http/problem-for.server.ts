import { DomainError, Invalid } from "#app/domain/errors.ts";
import { log } from "#app/log.server.ts";
import { databaseIsAway } from "./database-away.server.ts";
import { Problem, type ProblemDetail } from "./problem.ts";
import { statusOf } from "./trouble.server.ts";

/** The problem an error becomes; what is unexpected is logged and told without its text. */
export function problemFor(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Invalid) {
    const errors = Object.entries(error.fields).flatMap(([name, texts]) =>
      texts.map((detail) => ({ pointer: pointerTo(name.split(/[.[\]]+/).filter(Boolean)), detail })),
    );
    return new Problem(422, error.message, { errors });
  }
  if (error instanceof DomainError) return new Problem(statusOf(error), error.message);
  if (databaseIsAway(error)) {
    log.warn({ err: error, requestId }, "the database did not answer");
    return new Problem(503, "The database does not answer. Nothing was changed. Try again in a moment.", {
      headers: { "Retry-After": "5" },
    });
  }
  log.error({ err: error, requestId }, "a request failed");
  return new Problem(500, "Something broke on our side. Tell your administrator the request id.");
}

export function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;
}

const MOST_ERRORS = 50;

/** Issues of a body or query as the problem lists them; at most 50, as a large scan may have thousands. */
export function problemDetails(
  issues: readonly { path: PropertyKey[]; message: string }[],
): readonly ProblemDetail[] {
  return issues
    .slice(0, MOST_ERRORS)
    .map((issue) => ({ pointer: pointerTo(issue.path), detail: issue.message }));
}
