import { createHash } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { freshState, READY, type Started, signalGroup, startProduct } from "./support/run-product.ts";

let started: Started;
let removeState: () => Promise<void>;

beforeAll(async () => {
  const state = await freshState();
  removeState = state.remove;
  started = await startProduct({
    product: inject("productFolder"),
    state: state.folder,
    env: { LOG_LEVEL: "info" },
  });
  await started.prints(READY);
});

afterAll(async () => {
  signalGroup(started, "SIGTERM");
  await started.ends();
  await removeState();
});

/** Sends 50 MB and returns status and text; `chunked` leaves the length unsaid. */
function sendLarge(path: string, chunked: boolean): Promise<{ status: number; text: string }> {
  const body = Buffer.alloc(50 * 1024 * 1024, "x");
  return new Promise((resolve, reject) => {
    const sending = request(`${started.url}${path}`, {
      method: "POST",
      headers: {
        Host: `localhost:${started.port}`,
        Origin: `http://localhost:${started.port}`,
        "Content-Type": "application/x-www-form-urlencoded",
        ...(chunked ? { "Transfer-Encoding": "chunked" } : { "Content-Length": body.length }),
      },
    });
    sending.on("response", (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

test.for([true, false])(
  "50 MB are refused with a sentence and the server lives on (chunked: %s)",
  async (chunked) => {
    const answer = await sendLarge("/preferences", chunked);
    expect(answer).toEqual({ status: 413, text: expect.stringContaining("Nothing was kept") });
    expect((await fetch(`${started.url}/health`)).status).toBe(200);
  },
);

test("the command line is offered with its version and the SHA-256 of exactly these bytes", async () => {
  const script = await fetch(`${started.url}/castellan.mjs`);
  expect(script.headers.get("content-type")).toMatch(/^text\/javascript/);
  expect(script.headers.get("content-disposition")).toContain('filename="castellan.mjs"');
  expect(script.headers.get("x-castellan-version")).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{8}$/);
  const bytes = Buffer.from(await script.arrayBuffer());
  const told = await (await fetch(`${started.url}/castellan.mjs.sha256`)).text();
  expect(told).toBe(`${createHash("sha256").update(bytes).digest("hex")}  castellan.mjs\n`);
  expect(await revalidate("/castellan.mjs", script.headers.get("etag") ?? "")).toBe(304);
});

/** By hand, since fetch adds "no-cache" to a conditional request. */
function revalidate(path: string, etag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(`${started.url}${path}`, { headers: { "If-None-Match": etag } });
    asking.on("response", (response) => resolve(response.resume().statusCode ?? 0));
    asking.on("error", reject);
    asking.end();
  });
}

test("answers carry a request id and safe headers, and do not name the framework", async () => {
  const answer = await fetch(`${started.url}/health`);
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get("x-powered-by")).toBe(null);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("referrer-policy")).toBe("same-origin");
  expect(answer.headers.get("strict-transport-security")).toBe(null);
});

test("the log has neither query strings, cookies nor long secrets of a path", async () => {
  const secret = "s3cr3t-of-an-invitation-link-that-nobody-guesses";
  await fetch(`${started.url}/health/${secret}?token=${secret}`, {
    headers: { Cookie: `session=${secret}` },
  });
  await started.prints(/"path":"\/health\/…"/);
  expect(started.output()).not.toContain(secret);
});
