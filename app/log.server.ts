import pino from "pino";
import { environment } from "./env.server.ts";

/**
 * The one log of a process, JSON lines on standard output. In somebody's terminal only warnings are shown unless
 * LOG_LEVEL says otherwise. Never give it bodies, cookies, headers or whole URLs: they carry secrets.
 */
export const log = pino({
  level: environment().LOG_LEVEL ?? (process.stdout.isTTY ? "warn" : "info"),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
  serializers: { err: describeError },
});

interface DescribedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: DescribedError;
}

/** Names and places only: the errors of drizzle and postgres carry the values of the query, in fields and in the message. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: "something that is not an Error was thrown" };
  const said: DescribedError = { type: error.name, message: withoutValues(error.message) };
  if ("code" in error && typeof error.code === "string") said.code = error.code;
  if (error.stack) said.stack = withoutValues(error.stack);
  if (error.cause) said.cause = describeError(error.cause);
  return said;
}

/** DrizzleQueryError: "Failed query: <sql>\nparams: <values>", then the stack's frames, values of any text in between. */
function withoutValues(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, "\nparams: (left out)");
}
