import type { RouteArgs } from "./edge.server.ts";
import { trouble } from "./trouble.server.ts";

/** A request for every tool of the largest server has 2,000 fields. */
const MOST_FIELDS = 5_000;

const TOO_MANY = `A form has at most ${MOST_FIELDS} fields, and this has more. Nothing was kept.`;
const BROKEN = "What was sent is not a whole form. Nothing was kept. Go back and send it again.";

/**
 * The posted form; an empty one when the body is none (JSON, nothing). Throws 413 for too many fields, counted before
 * they are made, since millions fit into a body that is small enough, and 400 for a form that breaks off.
 */
export async function postedForm({ request, context }: RouteArgs): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return new FormData();
  const { requestId } = context;
  const body = Buffer.from(await request.arrayBuffer());
  if (!hasFewer(body, separatorOf(type), MOST_FIELDS)) throw trouble(413, { sentence: TOO_MANY, requestId });
  return new Response(body, { headers: { "Content-Type": type } }).formData().catch(() => {
    throw trouble(400, { sentence: BROKEN, requestId });
  });
}

function separatorOf(type: string): string {
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  return boundary === undefined ? "&" : `--${boundary}`;
}

function hasFewer(body: Buffer, separator: string, most: number): boolean {
  let count = 0;
  for (let at = body.indexOf(separator); at >= 0; at = body.indexOf(separator, at + separator.length)) {
    count += 1;
    if (count > most) return false;
  }
  return true;
}
