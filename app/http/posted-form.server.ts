import type { RouteArgs } from "./edge.server.ts";

const MOST_FIELDS = 20_000;

/** The posted form; an empty one when the body is none (JSON, nothing, broken multipart). */
export async function postedForm({ request }: RouteArgs): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return new FormData();
  const form = await request.formData();
  if ([...form.keys()].length > MOST_FIELDS) throw new RangeError("The form has too many fields.");
  return form;
}
