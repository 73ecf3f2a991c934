/** What a form holds, to be posted again: never passwords or other secrets but their names, never files. */
export type Submission = { action: string; fields: [name: string, value: string][] };

const SECRET = /password|passkey|secret|token|code|^_/i;
const TYPED_SECRET = /password|secret/i;
const MOST_CHARACTERS = 100_000;

let last: Submission | undefined;

/** Keeps what is being sent until an answer has come; the connection may be lost before. */
export function rememberSubmission(action: string, form: FormData): void {
  const fields = [...form].flatMap(([name, value]): [string, string][] => {
    if (typeof value !== "string") return [];
    if (TYPED_SECRET.test(name) && value !== "") return [["_retype", name]];
    return SECRET.test(name) ? [] : [[name, value]];
  });
  const size = fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  last = size <= MOST_CHARACTERS ? { action, fields } : undefined;
}

export function forgetSubmission(): void {
  last = undefined;
}

/** What was sent and never answered, in this browser. Always undefined on the server. */
export function unansweredSubmission(): Submission | undefined {
  return last;
}
