import { request } from "node:http";
import { expect, test } from "vitest";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

/** Sends the target as it stands: a URL would tidy it first. */
function raw(method: string, target: string, headers: Record<string, string>, body = ""): Promise<number> {
  const { hostname, port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

test("an address that only begins like the API's is no way around the origin check", async () => {
  const org = await createOrganization(database.db);
  const { jar } = await app.signedIn(org.owner);
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const form = { cookie, "content-type": "application/x-www-form-urlencoded" };
  for (const detour of ["/api/..", "/api/%2e%2e", "/api/v1/../..", "/api/..\\", "/api/.%2E"]) {
    const target = `${detour}/${org.slug}/settings/teams`;
    expect(await raw("POST", target, form, "name=Mine"), target).toBe(403);
  }
  expect(await auditEvents(org)).toEqual([]);
  expect(await raw("POST", `/${org.slug}/settings/teams`, { ...form, origin: app.url }, "name=Mine")).toBe(
    303,
  );
});

test("a method or an address nobody can serve is refused as the sender's mistake, not ours", async () => {
  expect(await raw("TRACE", "/sign-in", {})).toBe(405);
  expect(await raw("PROPFIND", "/sign-in", {})).toBe(405);
  expect(await raw("GET", "http://127.0.0.1/sign-in", {})).toBe(400);
  expect(await raw("GET", "/sign-in", { host: "a b" })).toBe(400);
});

test("a form of a million fields is refused before they are made, and one that breaks off is told", async () => {
  const origin = { origin: app.url };
  const urlencoded = { ...origin, "content-type": "application/x-www-form-urlencoded" };
  expect(await raw("POST", "/sign-in", urlencoded, "a&".repeat(4_000_000))).toBe(413);
  const multipart = { ...origin, "content-type": "multipart/form-data; boundary=x" };
  const part = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n';
  expect(await raw("POST", "/sign-in", multipart, part.repeat(100_000))).toBe(413);
  expect(await raw("POST", "/sign-in", multipart, part)).toBe(400);
  expect(await raw("POST", "/sign-in", urlencoded, "email=a&password=b")).toBe(400);
});

test("broken JSON nested without end is refused with a sentence", async () => {
  const org = await createOrganization(database.db);
  const { key } = await createApiKey(as(org, org.owner, { now: new Date() }), {
    name: "CI",
    scopes: ["admin"],
    days: 1,
    environment: null,
  });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  for (const body of ["[".repeat(400_000), '{"a":'.repeat(100_000), "[// ]\n".repeat(100_000)]) {
    expect(await raw("POST", "/api/v1/teams", headers, body)).toBe(422);
  }
  expect(await raw("POST", "/api/v1/teams", headers, "[1,,")).toBe(400);
});
