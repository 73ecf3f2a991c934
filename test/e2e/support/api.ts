import { z } from "zod";

const Problem = z.object({ title: z.string(), detail: z.string().optional() });

/** Calls the public API as a program would, and refuses an answer of another shape. */
export function apiOf(serverUrl: string, key: string) {
  return async <T extends z.ZodType>(shape: T, path: string, body?: unknown): Promise<z.infer<T>> => {
    const answer = await fetch(`${serverUrl}/api/v1${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: unknown = await answer.json();
    if (answer.ok) return shape.parse(json);
    const { title, detail } = Problem.parse(json);
    throw new Error(`${path} answered ${answer.status}: ${detail ?? title}`);
  };
}

export const Decision = z.object({ allowed: z.boolean(), reason: z.string(), sentence: z.string() });
export const Installations = z.object({
  rows: z.array(
    z.object({ id: z.string(), memberId: z.string(), standing: z.string(), identity: z.string() }),
  ),
});
