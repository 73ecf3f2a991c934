/** One thing wrong with a body or a query. `pointer` is a JSON pointer as a fragment (RFC 6901), "#" for the whole. */
export type ProblemDetail = { pointer: string; detail: string };

const TITLES: Record<number, [slug: string, title: string]> = {
  400: ["not-understood", "Not understood"],
  401: ["no-key", "No valid key"],
  403: ["forbidden", "Forbidden"],
  404: ["not-found", "Not found"],
  405: ["wrong-method", "Wrong method"],
  409: ["conflict", "Conflict"],
  413: ["too-large", "Too large"],
  415: ["not-json", "Not JSON"],
  422: ["not-accepted", "Not accepted"],
  429: ["too-many", "Too many requests"],
  500: ["our-side", "Something broke on our side"],
  503: ["database-away", "The database does not answer"],
};

/** An answer of the API that is not the one asked for; becomes `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly ProblemDetail[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    detail: string,
    more: { errors?: readonly ProblemDetail[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.status = status;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

export function problemResponse(problem: Problem, requestId: string): Response {
  const [slug, title] = TITLES[problem.status] ?? ["refused", "Refused"];
  const body = {
    type: `urn:castellan:problem:${slug}`,
    title,
    status: problem.status,
    detail: problem.message,
    instance: `urn:castellan:request:${requestId}`,
    requestId,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      ...problem.headers,
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
    },
  });
}
