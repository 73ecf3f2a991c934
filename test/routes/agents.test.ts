import { expect, test } from "vitest";
import { z } from "zod";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { formFields } from "#test/support/browser.ts";
import { placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function scene() {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const [dev, mate, sec] = [
    await createMember(org, "member"),
    await createMember(org, "member"),
    await createMember(org, "security"),
  ];
  await createTeamOf(org, [{ member: dev }, { member: mate }]);
  const at = (path: string) => `/${org.slug}${path}`;
  const server = await placeServer(org);
  const browsers = {
    dev: await app.signedIn(dev),
    mate: await app.signedIn(mate),
    sec: await app.signedIn(sec),
  };
  /** Registered through the form; the address of its page. */
  const register = async (environment = "production") => {
    const terms = { name: "Release notes", purpose: "Writes them.", environment, reviewBy: "2027-01-31" };
    const sent = await browsers.dev.post(at("/agents/new"), terms);
    expect(sent.status, sent.text.slice(0, 400)).toBe(303);
    return sent.location ?? "";
  };
  return { org, people: { dev, mate, sec }, at, server, register, ...browsers };
}

const secretOf = (html: string) => /cst_[\w-]{20,}/.exec(html)?.[0] ?? "";
const Decision = z.object({ allowed: z.boolean(), reason: z.string(), environment: z.string().nullable() });

test("an agent is registered, asked for, granted, called with its own key and retired, as plain forms", async () => {
  const s = await scene();
  expect((await s.dev.get(s.at("/agents"))).text).toContain("Register an agent");
  const page = await s.register();
  const id = page.split("/").at(-1) ?? "";
  const shown = await s.dev.open(page);
  expect(shown.text).toContain("it may use nothing");
  expect(shown.text).toContain("Request access");

  const choose = await s.dev.get(s.at(`/requests/new?agent=${id}`));
  expect(choose.text).toContain(`agent=${id}`);
  const form = s.at(`/requests/new?server=${s.server.id}&agent=${id}`);
  const asked = await s.dev.get(form);
  expect(asked.text).toContain("Agent Release notes");
  expect(asked.text).toMatch(new RegExp(`checked="" value="agent:${id}"|value="agent:${id}"[^>]*checked=""`));
  const given = {
    which: "some",
    toolNames: "search",
    days: "30",
    reason: "For the notes",
    forWhom: `agent:${id}`,
    environment: "production",
  };
  const fields = [
    ...formFields(asked.text, form).filter(([name]) => !(name in given)),
    ...Object.entries(given),
  ];
  const sent = await s.dev.post(form, fields);
  expect(sent.status, sent.text.slice(0, 400)).toBe(303);
  const request = await s.sec.get(sent.location ?? "");
  expect(request.text).toContain("for agent Release notes");
  expect(request.text).toContain("answers for");
  const approval = await s.sec.post(`${sent.location}/approval`, {
    allTools: "yes",
    askedEnd: "2026-12-23T12:00:00.000Z",
  });
  expect(approval.status, approval.text.slice(0, 400)).toBe(303);

  const made = await s.dev.post(`${page}/keys`, { name: "Runner", days: "30" });
  const key = secretOf(made.text);
  expect(key).not.toBe("");
  const call = async () =>
    Decision.parse(
      (await app.api(key).post("/decisions", { server: s.server.identity, tool: "search" })).json,
    );
  expect(await call()).toEqual({ allowed: true, reason: "allowed", environment: "production" });
  const me = await app.api(key).get("/me");
  expect(me.json).toMatchObject({ agentId: id, scopes: ["check"] });
  for (const path of ["/agents", "/grants", "/members", "/installations", "/api-keys"]) {
    expect((await app.api(key).get(path)).status, path).toBe(403);
  }
  const more = { name: "More", scopes: ["check"], days: 1 };
  expect((await app.api(key).post("/api-keys", more)).status).toBe(403);
  expect((await app.api(key).post(`/agents/${id}/keys`, { name: "More" })).status).toBe(403);

  const full = await s.dev.get(page);
  expect(full.text).toContain("Runner");
  expect(full.text).not.toContain(key);
  expect((await s.sec.get(s.at("/grants"))).text).toContain("Agent Release notes");
  expect((await s.sec.get(s.at(`/servers/${s.server.id}?tab=access`))).text).toContain("Agent Release notes");
  expect((await s.dev.get(s.at("/access"))).text).toContain("Agent Release notes");
  expect((await s.dev.post(`${page}/retirement`, { reason: "" })).status).toBe(400);
  expect((await s.dev.post(`${page}/retirement`, { reason: "replaced" })).status).toBe(303);
  const dead = await app.api(key).post("/decisions", { server: s.server.identity, tool: "search" });
  expect(dead.status).toBe(401);
  const { key: guards } = await createApiKey(as(s.org, s.people.sec), {
    name: "Gate",
    scopes: ["check", "read"],
    days: 1,
    environment: null,
  });
  const retiredCall = { server: s.server.identity, tool: "search", agentId: id };
  expect((await app.api(guards).post("/decisions", retiredCall)).json).toMatchObject({
    allowed: false,
    reason: "agent_retired",
  });
  expect((await app.api(guards).get(`/grants?agent=${id}`)).json).toMatchObject({
    rows: [{ state: "ended", holderGoneAt: NOON.toISOString() }],
  });
  for (const path of ["/grants", `/servers/${s.server.id}?tab=access`]) {
    expect((await s.sec.get(s.at(path))).text, path).toContain("Ended · agent retired");
  }
  expect((await s.dev.get(s.at("/access"))).text).toContain("Ended · agent retired");
  const over = await s.dev.get(page);
  expect(over.text).toContain("Ended · agent retired");
  expect(over.text).toContain("every call of it is refused");
  expect(over.text).not.toContain("Request access");
  expect((await s.sec.get(s.at("/agents?view=retired"))).text).toContain("Release notes");
  expect((await s.sec.get(s.at("/audit"))).text).toContain("retired an agent");
});

test("what somebody may not do for a production agent is said beside it, and refused with the owner's name", async () => {
  const s = await scene();
  const page = await s.register();
  const id = page.split("/").at(-1) ?? "";
  const seen = await s.mate.get(page);
  expect(seen.status).toBe(200);
  expect(seen.text).toContain(s.people.dev.name);
  expect(seen.text).not.toContain(`/requests/new?agent=${id}`);
  const form = s.at(`/requests/new?server=${s.server.id}`);
  const refused = await s.mate.post(form, {
    id,
    serverId: s.server.id,
    forWhom: `agent:${id}`,
    which: "all",
    days: "30",
    environment: "production",
    reason: "kept text",
  });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain(s.people.dev.name);
  expect(refused.text).toContain("kept text");
  for (const step of ["details", "handover", "retirement", "keys", "review", "acceptance"]) {
    expect((await s.mate.get(`${page}/${step}`)).status, step).toBe(403);
  }
});

test("an agent is handed over by asking, and reviewed by somebody else than its owner", async () => {
  const s = await scene();
  const page = await s.register("staging");
  const toMemberId = s.people.mate.id;
  expect((await s.dev.post(`${page}/handover`, { toMemberId: "" })).status).toBe(400);
  expect((await s.dev.post(`${page}/handover`, { toMemberId })).status).toBe(303);
  expect((await s.dev.get(page)).text).toContain("has not answered yet");
  expect((await s.mate.get(page)).text).toContain("Take over or decline…");
  expect((await s.mate.get(`${page}/acceptance`)).text).toContain("Take Release notes over?");
  expect((await s.mate.post(`${page}/acceptance`)).status).toBe(303);
  expect((await s.mate.get(page)).text).toContain("Retire…");
  expect((await s.dev.get(page)).text).not.toContain("Retire…");

  expect((await s.sec.get(`${page}/review`)).text).toContain("What it may use now");
  expect((await s.sec.post(`${page}/review`, { reviewBy: "2029-01-01" })).status).toBe(400);
  expect((await s.sec.post(`${page}/review`, { reviewBy: "2027-05-31" })).status).toBe(303);
  expect((await s.mate.get(page)).text).toContain(s.people.sec.name);
  const handed = await s.sec.post(`${page}/handover`, { toMemberId: s.people.sec.id });
  expect(handed.status).toBe(303);
  const own = await s.sec.get(`${page}/review`);
  expect(own.text).toContain("You answer for this agent, so somebody else reviews it.");
  expect((await s.sec.post(`${page}/review`, { reviewBy: "2027-06-30" })).status).toBe(403);
  const change = { name: "Release notes", purpose: "Writes more.", reviewBy: "2027-05-31" };
  expect((await s.sec.post(`${page}/details`, change)).status).toBe(303);
  expect((await s.sec.get(page)).text).toContain("Writes more.");
});
