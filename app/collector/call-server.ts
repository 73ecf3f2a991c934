import { z } from "zod";
import { jsonIn } from "#app/domain/json-text.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable } from "./terminal.ts";

const TIMEOUT_MS = 15_000;
const LONGEST_ANSWER = 1_000_000;

const Problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

export interface Call {
  url: string;
  path: string;
  body: unknown;
  deviceKey?: string;
  idempotencyKey?: string;
  /** The end of a failure's sentence, e.g. "Nothing was sent." */
  otherwise: string;
}

/** The server's own words about a refusal, bounded and without control characters; undefined for what is not Castellan's. */
function reasonIn(text: string): string | undefined {
  const problem = Problem.safeParse(jsonIn(text));
  if (!problem.success || (problem.data.title ?? problem.data.detail) === undefined) return undefined;
  const { title, detail, errors } = problem.data;
  const places = (errors ?? []).slice(0, 5).map((error) => `${error.pointer} ${error.detail}`);
  return printable([detail ?? title ?? "", ...places].filter((part) => part !== "").join(" · "), 1_000);
}

function refusal(status: number, text: string, call: Call): Stop {
  const reason = reasonIn(text);
  // a proxy or a page to sign in to a network stands between: the same may arrive later
  if (reason === undefined && status < 500)
    return new Stop(
      EXIT.unreachable,
      `${printable(call.url)} answers with status ${status}, and not as Castellan does: something may stand between. ${call.otherwise}`,
      { mayPass: true },
    );
  const said = reason === undefined || reason === "" ? "" : ` It says: ${reason}`;
  if (status === 401 || status === 403)
    return new Stop(
      EXIT.notEnrolled,
      call.deviceKey === undefined
        ? `The code was not accepted: it is wrong, used or too old. Take a new one from Castellan.${said}`
        : `Castellan does not accept this device's key; it may have been revoked. Enroll this machine again.${said}`,
    );
  if (status === 409)
    return new Stop(
      EXIT.refused,
      `Castellan refuses: this was already done differently.${said} ${call.otherwise}`,
      { isFinal: true },
    );
  if (status === 413)
    return new Stop(EXIT.refused, `Castellan refuses: the report is too large.${said} ${call.otherwise}`, {
      isFinal: true,
    });
  if (status === 429)
    return new Stop(EXIT.refused, `Castellan is asked too often; wait a minute.${said} ${call.otherwise}`, {
      mayPass: true,
    });
  if (status >= 500)
    return new Stop(EXIT.unreachable, `Castellan has trouble (status ${status}); try again later.${said}`, {
      mayPass: true,
    });
  return new Stop(EXIT.refused, `Castellan refuses this (status ${status}).${said} ${call.otherwise}`, {
    isFinal: status === 400 || status === 422,
  });
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const words: Record<string, string> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "the name is not known",
    EAI_AGAIN: "names cannot be resolved now",
    ECONNRESET: "the connection was cut",
    CERT_HAS_EXPIRED: "its certificate has expired",
    DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified",
  };
  return words[code] ?? printable(code || (cause instanceof Error ? cause.message : error.message), 200);
}

async function boundedText(response: Response): Promise<string> {
  let text = "";
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    text += part.value;
    if (text.length > LONGEST_ANSWER) throw new Error("the answer is too long");
  }
  return text;
}

async function attempt(call: Call): Promise<{ status: number; text: string }> {
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (call.deviceKey !== undefined) headers.authorization = `Bearer ${call.deviceKey}`;
  if (call.idempotencyKey !== undefined) headers["idempotency-key"] = call.idempotencyKey;
  const response = await fetch(new URL(call.path, call.url), {
    method: "POST",
    headers,
    body: JSON.stringify(call.body),
    // A redirect would carry the key to another address.
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, text: await boundedText(response) };
}

/**
 * Posts JSON and parses the answer; every failure is a `Stop` with a sentence. A call with an idempotency key is tried
 * a second time when the connection fails, since the server counts it once.
 */
export async function callServer<T>(call: Call, answer: z.ZodType<T>): Promise<T> {
  let result: { status: number; text: string } | undefined;
  let trouble: unknown;
  for (let tries = call.idempotencyKey === undefined ? 1 : 2; tries > 0 && result === undefined; tries -= 1) {
    try {
      result = await attempt(call);
    } catch (error) {
      trouble = error;
    }
  }
  if (result === undefined)
    throw new Stop(
      EXIT.unreachable,
      `${printable(call.url)} cannot be reached: ${causeOf(trouble)}. ${call.otherwise}`,
      { mayPass: true },
    );
  if (result.status < 200 || result.status > 299) throw refusal(result.status, result.text, call);
  const parsed = answer.safeParse(jsonIn(result.text));
  if (parsed.success) return parsed.data;
  throw new Stop(
    EXIT.refused,
    `The answer of ${printable(call.url)} is not one of Castellan's. Is the address right?`,
    { mayPass: true },
  );
}

/** The origin of an address a person typed. Plain http is allowed on this machine only: the key travels there. */
export function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Stop(EXIT.usage, "An address such as https://castellan.example.com was expected.");
  const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/.test(url.hostname);
  if (url.protocol === "http:" && !loopback)
    throw new Stop(
      EXIT.usage,
      "The address must begin with https://, since this device's key is sent there.",
    );
  return url.origin;
}
