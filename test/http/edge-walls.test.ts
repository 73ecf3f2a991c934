import { expect, test } from "vitest";
import routes from "#app/routes.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { auditEvents, createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

type Entry = { path?: string; children?: Entry[] };

async function addresses(slug: string): Promise<string[]> {
  const walk = (entry: Entry, above: string): string[] => {
    const here = entry.path ? `${above}/${entry.path}` : above;
    return [here || "/", ...(entry.children ?? []).flatMap((child) => walk(child, here))];
  };
  const all = (await routes).flatMap((entry) => walk(entry, ""));
  const filled = all.map((path) =>
    path
      .replace("/:org", `/${slug}`)
      .replace(/:\w+Id/g, "01a2063c-6408-75ba-8f33-72eac865b2d5")
      .replace(/:\w+/g, "x")
      .replace("*", "teams"),
  );
  return [...new Set(filled)];
}

test("a post from another origin, from nowhere or from null is refused on every address", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const elsewhere: Record<string, string>[] = [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: app.url.replace("127.0.0.1", "127.0.0.2") },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { Referer: "https://evil.example/form" },
    {},
  ];
  for (const path of await addresses(org.slug)) {
    for (const headers of elsewhere) {
      // programs with a key or a token say no origin, and cookies count for nothing there
      if (/^\/(api|scim)\//.test(path) && !("Origin" in headers)) continue;
      for (const method of ["POST", "DELETE"]) {
        const answer = await browser.send(path, { method, headers });
        expect(`${method} ${path} ${JSON.stringify(headers)} ${answer.status}`).toMatch(/ 403$/);
      }
    }
  }
  expect(await auditEvents(org)).toEqual([]);
});

test("a post is let through when its Origin, Sec-Fetch-Site or Referer says it is ours", async () => {
  const browser = app.browser();
  const ours: Record<string, string>[] = [
    { Origin: app.url },
    { "Sec-Fetch-Site": "same-origin" },
    { Referer: `${app.url}/x` },
  ];
  for (const headers of ours) {
    const body = new URLSearchParams({ theme: "dark" });
    expect((await browser.send("/preferences", { method: "POST", body, headers })).status).toBe(303);
  }
});

test("every page allows only its own scripts, by a nonce that is new each time, and is kept nowhere", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const nonces = new Set<string>();
  for (const path of ["/sign-in", `/${org.slug}/inventory`, "/nothing/here/at/all", "/invitations/x"]) {
    const page = await (path === "/sign-in" ? app.browser() : browser).get(path);
    const policy = page.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(nonce.length).toBeGreaterThan(20);
    nonces.add(nonce);
    for (const rule of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      "default-src 'self'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const scripts = [...page.text.matchAll(/<script\b([^>]*)>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes] of scripts) expect(attributes).toContain(`nonce="${nonce}"`);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
    expect(page.headers.get("strict-transport-security")).toBeNull();
  }
  expect(nonces.size).toBe(4);
});

test("another organization, an odd id and a made-up address look alike", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  for (const path of [`/${other.slug}`, "/no-such-organization", "/a/b/c/d"]) {
    const answer = await browser.get(path);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain("or it belongs to an organization you are not in");
  }
});

test("a NUL in an address is a sentence, not a crash", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  expect((await browser.get(`/${org.slug}/audit?q=%00`)).status).toBe(400);
});
