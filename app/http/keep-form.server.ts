import { type KeptForm, RETYPE } from "./trouble.ts";

const MOST_FIELDS = 300;
const MOST_CHARACTERS = 100_000;
const SECRET = /password|passkey|secret|token|code|^_/i;
/** Of these, what a person typed and can type again. */
const TYPED_SECRET = /password|secret/i;

/** The posted fields worth giving back, and the names of secrets that were among them; undefined when there are too many to put into a page. */
export function keepForm(request: Request, form: FormData | undefined): KeptForm | undefined {
  if (!form) return undefined;
  const fields: [string, string][] = [];
  let size = 0;
  for (const [name, value] of form) {
    if (typeof value !== "string") continue;
    if (TYPED_SECRET.test(name) && value !== "") fields.push([RETYPE, name]);
    if (name === RETYPE && !form.get(value)) fields.push([RETYPE, value]);
    if (SECRET.test(name)) continue;
    size += name.length + value.length;
    fields.push([name, value]);
  }
  if (fields.length > MOST_FIELDS || size > MOST_CHARACTERS) return undefined;
  const url = new URL(request.url);
  return { action: url.pathname + url.search, fields };
}
