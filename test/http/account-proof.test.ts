import { expect, test } from "vitest";
import { endMemberSessions } from "#app/domain/identity/end-member-sessions.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { TRIES_PER_ACCOUNT } from "#app/http/sign-in-limits.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { formFields } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { accountEventKinds, givePassword, PASSWORD } from "#test/support/sign-in-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function scene() {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const who = await createMember(org, "admin");
  await createMember(other, "admin", { accountId: who.accountId });
  await givePassword(database.db, who);
  return { org, other, who, browser: await app.signedIn(who) };
}

type Scene = Awaited<ReturnType<typeof scene>>;

function endSessions({ org, who }: Scene) {
  return endMemberSessions(as(org, org.owner, { now: new Date() }), { memberId: who.id });
}

const textOnly = (fields: [string, string][]) =>
  fields.filter(([name]) => !["password", "passkey"].includes(name));

test("sessions an admin ended open that organization again only after a proof, and others as before", async () => {
  const here = await scene();
  const { org, other, browser } = here;
  expect((await browser.get(`/${org.slug}/inventory`)).status).toBe(200);
  await endSessions(here);
  const led = await browser.get(`/${org.slug}/inventory?q=x`);
  expect(led.location).toBe(`/account/proof?to=${encodeURIComponent(`/${org.slug}/inventory?q=x`)}`);
  expect((await browser.get(`/${other.slug}/inventory`)).status).toBe(200);
  const page = await browser.get(led.location ?? "");
  const fields = textOnly(formFields(page.text, "/account/proof"));
  const proved = await browser.post("/account/proof", [...fields, ["password", PASSWORD]]);
  expect(proved.location).toBe(`/${org.slug}/inventory?q=x`);
  expect((await browser.get(proved.location ?? "")).status).toBe(200);
});

test("a form posted when a proof is needed is kept: prove, come back, it is still there, and nothing was sent twice", async () => {
  const here = await scene();
  const { org, browser } = here;
  const page = `/${org.slug}/settings/teams`;
  await endSessions(here);
  const asked = await browser.post(page, { name: 'Kept "team"' });
  expect(asked.status).toBe(403);
  expect(asked.text).toContain("ended your sessions there");
  const fields = textOnly(formFields(asked.text, "/account/proof"));

  const wrong = await browser.post("/account/proof", [...fields, ["password", "not it at all"]]);
  expect(wrong.status).toBe(400);
  expect(wrong.text).not.toContain("not it at all");
  const still = textOnly(formFields(wrong.text, "/account/proof"));
  expect(new Set(still.map(String))).toEqual(new Set(fields.map(String)));

  const proved = await browser.post("/account/proof", [...still, ["password", PASSWORD]]);
  expect(proved.status).toBe(200);
  const kept = formFields(proved.text, page);
  expect(kept).toContainEqual(["name", 'Kept "team"']);
  const shown = await browser.post(page, kept);
  expect(shown.text).toContain("It is you. What you typed is kept");
  expect((await browser.post(page, { name: 'Kept "team"' })).status).toBe(303);
  const teams = await database.admin`select name from team where org_id = ${org.id}`;
  expect([...teams]).toEqual([{ name: 'Kept "team"' }]);
});

test("a proof gives the session a new id, and a copy of the old one opens nothing any more", async () => {
  const { who, browser } = await scene();
  const copy = app.browser();
  for (const [name, value] of browser.jar) copy.jar.set(name, value);
  const before =
    await database.admin`select absolute_expires_at from session where account_id = ${who.accountId}`;
  const proved = await browser.post("/account/proof", { password: PASSWORD });
  expect(proved.location).toBe("/account");
  expect(browser.jar.get("castellan")).not.toBe(copy.jar.get("castellan"));
  expect((await copy.get("/account/sessions")).location).toContain("/sign-in");
  expect((await browser.get("/account/sessions")).status).toBe(200);
  const after =
    await database.admin`select absolute_expires_at from session where account_id = ${who.accountId}`;
  expect([...after]).toEqual([...before]);
  expect(await accountEventKinds(database.admin, who)).toEqual(["session.start", "proof.give"]);
});

test("a proof never leads to another site, and a kept form goes back only to an address of ours", async () => {
  const { browser } = await scene();
  for (const to of ["https://evil.example/", "//evil.example", "/\\evil.example", "x"]) {
    const answer = await browser.post("/account/proof", {
      password: PASSWORD,
      to,
      _keptAction: "https://evil.example/collect",
      "_kept.name": "x",
    });
    expect(answer.status).toBe(303);
    expect(answer.location).toBe("/account");
  }
});

test("after ten wrong proofs even the right password waits", async () => {
  const { who, browser } = await scene();
  const tries = await Promise.all(
    Array.from({ length: TRIES_PER_ACCOUNT }, () =>
      browser.post("/account/proof", { password: "wrong one" }),
    ),
  );
  expect(tries.map((answer) => answer.status)).toEqual(tries.map(() => 400));
  const late = await browser.post("/account/proof", { password: PASSWORD });
  expect(late.status).toBe(429);
  expect(
    (await accountEventKinds(database.admin, who)).filter((kind) => kind === "proof.refuse"),
  ).toHaveLength(10);
  await database.admin`delete from rate_limit`;
});

test("a proof without a session goes to sign-in, and one of a disabled account too", async () => {
  const { who, browser } = await scene();
  expect((await app.browser().get("/account/proof")).location).toContain("/sign-in");
  await database.admin`update account set disabled_at = now() where id = ${who.accountId}`;
  expect((await browser.post("/account/proof", { password: PASSWORD })).status).toBe(401);
});

test("a removed member's session opens the organization no more, not even after a proof", async () => {
  const { org, other, who, browser } = await scene();
  await removeMember(as(org, org.owner, { now: new Date() }), { memberId: who.id });
  expect((await browser.get(`/${org.slug}/inventory`)).status).toBe(404);
  await browser.post("/account/proof", { password: PASSWORD });
  expect((await browser.get(`/${org.slug}/inventory`)).status).toBe(404);
  expect((await browser.get(`/${other.slug}/inventory`)).status).toBe(200);
});
