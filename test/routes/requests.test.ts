import { expect, test } from "vitest";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { listRequests } from "#app/domain/requests/request-queries.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { formFields } from "#test/support/browser.ts";
import { listTools, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function scene() {
  app.clock.now = NOON;
  const s = await requestScene(database.db);
  await listTools(
    s.org,
    s.server.id,
    s.security.id,
    { search: "finds things", drop: "drops a project" },
    {
      classes: { drop: "destructive" },
    },
  );
  const at = (path: string) => `/${s.org.slug}${path}`;
  return { ...s, at, dev: await app.signedIn(s.developer), sec: await app.signedIn(s.security) };
}

/** The fields of a form with some of them replaced. */
function filled(html: string, action: string, over: Record<string, string | string[]>) {
  const kept = formFields(html, action).filter(([name]) => !(name in over));
  const given = Object.entries(over).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
  return [...kept, ...given];
}

test("asking and deciding work as plain forms: the request, the queue, an approval narrower than asked, the snippet", async () => {
  const s = await scene();
  const form = s.at(`/requests/new?server=${s.server.id}`);
  const page = await s.dev.get(form);
  expect(page.status).toBe(200);
  expect(page.text).toContain(s.security.name);
  const sent = await s.dev.post(
    form,
    filled(page.text, form, {
      which: "all",
      days: "30",
      environment: "development",
      reason: "Look at errors",
      teamId: [],
    }),
  );
  expect(sent.status, sent.text.slice(0, 500)).toBe(303);
  const request = await s.dev.open(sent.location ?? "");
  expect(request.text).toContain("Pending approval");
  expect(request.text).toContain("Withdraw request");
  expect(request.text).not.toContain("Approve 2 tools");

  const queue = await s.sec.get(s.at("/approvals"));
  expect(queue.text).toContain("1 request waits on you.");
  expect(queue.text).toContain("Approve 2 tools until 23 Dec 2026");
  const [row] = (await listRequests(as(s.org, s.security), {}, { limit: 1 })).rows;
  const requestId = row?.id ?? "";
  const action = s.at(`/requests/${requestId}/approval?from=queue`);
  const fields = filled(queue.text, action, { tools: "search" });
  const approved = await s.sec.post(action, fields);
  expect(approved.status, approved.text.slice(0, 800)).toBe(303);
  expect(approved.location).toBe(s.at("/approvals"));
  expect((await s.sec.open(s.at("/approvals"))).text).toContain("Nothing waits on you");

  const done = await s.dev.get(s.at(`/requests/${requestId}?client=vscode`));
  expect(done.text).toContain("Approved");
  expect(done.text).toContain(".vscode/mcp.json");
  const late = await s.sec.post(s.at(`/requests/${requestId}/denial`), { reason: "too late" });
  expect(late.status).toBe(409);
  expect(late.text).toContain("You approved this just now. Your choice was not saved.");
});

test("a refused form keeps what was typed and names the field", async () => {
  const s = await scene();
  const form = s.at(`/requests/new?server=${s.server.id}`);
  const page = await s.dev.get(form);
  const base = { environment: "staging", reason: "Only this text", teamId: [] };
  const far = await s.dev.post(
    form,
    filled(page.text, form, { ...base, which: "all", days: "until", until: "2030-01-01" }),
  );
  expect(far.status).toBe(400);
  expect(far.text).toContain("180-day limit");
  expect(far.text).toContain("Only this text");
  const none = await s.dev.post(
    form,
    filled(page.text, form, { ...base, which: "some", days: "30", tools: [] }),
  );
  expect(none.status).toBe(400);
  expect(none.text).toContain("Choose at least one tool, or all.");
  const requestId = await s.ask();
  const deny = await s.sec.post(s.at(`/requests/${requestId}/denial`), { reason: "" });
  expect(deny.status).toBe(400);
  expect(deny.text).toContain("Say why");
  const detail = await getRequest(as(s.org, s.security), requestId);
  const nothing = await s.sec.post(s.at(`/requests/${requestId}/approval`), {
    askedEnd: detail.endsAt.toISOString(),
    endsAt: "2026-12-01",
    reason: "kept reason",
  });
  expect(nothing.status).toBe(400);
  expect(nothing.text).toContain("Choose at least one tool, or deny the request.");
  expect(nothing.text).toContain("kept reason");
});

test("question, answer, checklist and withdrawal are forms too", async () => {
  const s = await scene();
  const requestId = await s.ask();
  const step = (name: string) => s.at(`/requests/${requestId}/${name}`);
  expect((await s.sec.post(step("question"), { question: "Which project?" })).status).toBe(303);
  const asked = await s.dev.get(s.at(`/requests/${requestId}`));
  expect(asked.text).toContain("Which project?");
  expect(asked.text).toContain("Send answer");
  expect((await s.dev.post(step("answer"), { answer: "Checkout" })).status).toBe(303);
  const row = { item: "source_reviewed", answer: "yes", note: "read it" };
  expect((await s.sec.post(step("checklist"), row)).status).toBe(303);
  expect((await s.sec.get(s.at(`/requests/${requestId}`))).text).toContain("read it");
  expect((await s.dev.post(step("withdrawal"))).status).toBe(303);
  expect((await s.dev.get(s.at(`/requests/${requestId}`))).text).toContain("Withdrawn");
});

test("without anybody to decide, the form says so and whom to invite", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const server = await placeServer(org);
  const owner = await app.signedIn(org.owner);
  const page = await owner.get(`/${org.slug}/requests/new?server=${server.id}`);
  expect(page.text).toContain("Invite somebody with the role security or approver");
});

test("a lead finds the request of their team in the queue, a stranger finds no page of it", async () => {
  const s = await scene();
  const lead = await createMember(s.org, "member");
  const stranger = await app.signedIn(await createMember(s.org, "member"));
  await createTeamOf(s.org, [{ member: lead, isLead: true }, { member: s.developer }]);
  const requestId = await s.ask();
  const queue = await (await app.signedIn(lead)).get(s.at("/approvals"));
  expect(queue.text).toContain("1 request waits on you.");
  expect((await stranger.get(s.at(`/requests/${requestId}`))).status).toBe(404);
  expect((await stranger.post(s.at(`/requests/${requestId}/denial`), { reason: "no" })).status).toBe(403);
  expect((await stranger.get(s.at(`/approvals?open=${requestId}`))).status).toBe(404);
});

test("a server of any name can be chosen or named", async () => {
  const s = await scene();
  const choose = await s.dev.get(s.at("/requests/new"));
  expect(choose.text).toContain(s.server.identity);
  const named = await s.dev.get(s.at("/requests/new?identity=npm%3A%40new%2Fthing"));
  expect(named.text).toContain("npm:@new/thing");
  expect(named.text).toContain("Not looked yet");
  expect((await s.dev.get(s.at("/requests/new?identity=nonsense"))).text).toContain("must begin with npm:");
});

test("a blocked server says so where access to it is asked for and decided, and not after the block is lifted", async () => {
  const s = await scene();
  const form = s.at(`/requests/new?server=${s.server.id}`);
  const asked = filled((await s.dev.get(form)).text, form, {
    which: "all",
    days: "30",
    environment: "development",
    reason: "Look at errors",
    teamId: [],
  });
  const { location = "" } = await s.dev.post(form, asked);
  const guard = as(s.org, s.security, { now: app.clock.now });
  await blockServer(guard, { serverId: s.server.id, reason: "Leaks its tokens" });
  for (const [who, path] of [
    [s.dev, form],
    [s.dev, location],
    [s.sec, s.at("/approvals")],
  ] as const) {
    const { text } = await who.get(path);
    expect(text, path).toContain("This server is blocked");
    expect(text, path).toContain("Leaks its tokens");
  }
  await unblockServer(guard, { serverId: s.server.id, reason: "Mended in 2.0" });
  expect((await s.sec.get(s.at("/approvals"))).text).not.toContain("This server is blocked");
});
