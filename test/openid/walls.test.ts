import { randomBytes } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { openTestApp } from "#test/support/app.ts";
import { type Browser, formFields } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  createMember,
  createOrganization,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import {
  openOpenidProvider,
  type PersonAtProvider,
  VisitorAtProvider,
} from "#test/support/openid-provider.ts";
import { setUpProvider } from "#test/support/openid-scenes.ts";
import { givePassword, PASSWORD } from "#test/support/sign-in-factories.ts";

vi.hoisted(() => {
  process.env.ALLOWED_NETWORKS = "127.0.0.1/32";
});

const database = openTestDatabase();
const app = openTestApp(database);
const provider = openOpenidProvider();

/** From the entrance to where the product leads after the provider. */
async function signIn(
  browser: Browser,
  slug: string,
  who: string,
  query = "",
  visitor = new VisitorAtProvider(),
) {
  const start = await browser.get(`/sign-in/${slug}/start${query}`);
  expect(start.status, start.text).toBe(302);
  const back = await visitor.goThrough(start.location ?? "", who);
  return browser.get(back.pathname + back.search);
}

/** Somebody the provider vouches for, with this address. */
function vouchFor(email: string, more: PersonAtProvider = {}): string {
  const who = `person-${randomBytes(6).toString("hex")}`;
  provider.it.people.set(who, { email, email_verified: true, name: "Paula Person", ...more });
  return who;
}

function newAddress(): string {
  return `person-${randomBytes(6).toString("hex")}@example.test`;
}

async function memberships(email: string) {
  return database.admin<{ org_id: string; role: string }[]>`
    select org_id, role from member where email = ${email} and removed_at is null`;
}

/** Signs in with the account's own password, in the form. */
async function withPassword(browser: Browser, email: string, to: string) {
  return browser.post("/sign-in", { email, password: PASSWORD, to });
}

async function ownerOf(org: TestOrganization): Promise<TestMember> {
  await givePassword(database.db, org.owner);
  return org.owner;
}

describe("a hostile provider of one organization", () => {
  test("that vouches for an owner of another organization gets nowhere without the owner's password", async () => {
    const [hostile, other] = [await createOrganization(database.db), await createOrganization(database.db)];
    const victim = await ownerOf(other);
    await setUpProvider(hostile, provider.it, { joins: true, defaultRole: "admin" });
    const browser = app.browser();
    const answer = await signIn(browser, hostile.slug, vouchFor(victim.email));
    expect(answer.location).toBe(`/sign-in/${hostile.slug}/link`);
    const page = await browser.get(answer.location ?? "");
    expect(page.text).toContain("Sign in with its own password once");
    expect((await browser.get(`/${other.slug}/servers`)).status).toBe(302);
    expect((await browser.post(`/sign-in/${hostile.slug}/link`)).status).toBe(403);
    expect(await memberships(victim.email)).toEqual([{ org_id: other.id, role: "owner" }]);
  });

  test("opens its own organization and nothing else of an account that is linked to it", async () => {
    const [hostile, other] = [await createOrganization(database.db), await createOrganization(database.db)];
    const person = await ownerOf(other);
    await createMember(hostile, "member", { accountId: person.accountId });
    await setUpProvider(hostile, provider.it, { joins: true });
    const who = vouchFor(person.email);
    const own = app.browser();
    await signIn(own, hostile.slug, who);
    await withPassword(own, person.email, `/sign-in/${hostile.slug}/link`);
    const linked = await own.post(`/sign-in/${hostile.slug}/link`);
    expect(linked.status, linked.text).toBe(303);
    expect((await own.get(`/${other.slug}/servers`)).status).toBe(200);

    const attacker = app.browser();
    expect((await signIn(attacker, hostile.slug, who)).location).toBe(`/${hostile.slug}`);
    const here = await attacker.get(`/${hostile.slug}/servers`);
    expect(here.status).toBe(200);
    expect(here.text).not.toContain(other.slug);
    for (const path of ["", "/servers", "/settings/members", "/servers.data"])
      expect((await attacker.get(`/${other.slug}${path}`)).status, path).toBe(404);
    expect((await attacker.post(`/${other.slug}/settings/teams`, { name: "Attackers" })).status).toBe(404);
    for (const path of ["/account/sessions", "/account/events", "/account/proof"])
      expect((await attacker.get(path)).status, path).toBe(403);
    expect((await attacker.post("/account/proof", { password: PASSWORD })).status).toBe(403);
    expect((await attacker.open("/")).text).not.toContain(other.slug);
  });

  test("does not open an invitation of another organization", async () => {
    const [hostile, other] = [await createOrganization(database.db), await createOrganization(database.db)];
    await setUpProvider(hostile, provider.it, { joins: true, defaultRole: "member" });
    const email = newAddress();
    const attacker = app.browser();
    await signIn(attacker, hostile.slug, vouchFor(email));
    const { createInvitation } = await import("#app/domain/identity/create-invitation.server.ts");
    const { as } = await import("#test/support/factories.ts");
    const ctx = as(other, other.owner, { now: new Date() });
    const made = await createInvitation(ctx, { email, name: "Guest", role: "admin", teamIds: [] });
    const token = "token" in made ? String(made.token) : "";
    expect(token).not.toBe("");
    await attacker.post(`/invitations/${token}`, {});
    expect((await memberships(email)).map(({ org_id }) => org_id)).toEqual([hostile.id]);
  });

  test("that made an account first gets nothing of it once its owner has a password", async () => {
    const [hostile, other] = [await createOrganization(database.db), await createOrganization(database.db)];
    await setUpProvider(hostile, provider.it, { joins: true, defaultRole: "member" });
    const email = newAddress();
    const who = vouchFor(email);
    const attacker = app.browser();
    await signIn(attacker, hostile.slug, who);
    const [row] = await database.admin<{ id: string }[]>`select id from account where email = ${email}`;
    const accountId = row?.id ?? "";
    await givePassword(database.db, { accountId });
    await createMember(other, "owner", { accountId });
    for (const browser of [attacker, app.browser()]) {
      await signIn(browser, hostile.slug, who);
      expect((await browser.get(`/${hostile.slug}/servers`)).status).toBe(200);
      expect((await browser.get(`/${other.slug}/servers`)).status).toBe(404);
    }
  });
});

describe("who may come", () => {
  test("members only, unless the provider makes members", async () => {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, { joins: false, defaultRole: "member" });
    const email = newAddress();
    const answer = await signIn(app.browser(), org.slug, vouchFor(email));
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("You are not a member of this organization");
    expect(await memberships(email)).toEqual([]);
  });

  test("addresses of the allowed domains only", async () => {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, { joins: true, defaultRole: "member", domains: ["example.org"] });
    expect((await signIn(app.browser(), org.slug, vouchFor(newAddress()))).text).toContain(
      "Addresses of your domain",
    );
  });

  test("nobody without a mapped group where that is the rule, and nothing of them is kept", async () => {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, {
      joins: true,
      groups: [{ name: "ours", role: "member", teamId: null }],
    });
    const email = newAddress();
    expect((await signIn(app.browser(), org.slug, vouchFor(email, { groups: ["theirs"] }))).status).toBe(403);
    expect(await database.admin`select 1 from account where email = ${email}`).toHaveLength(0);
  });

  test("somebody who was removed stays out, and nobody else inherits their address", async () => {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, { joins: true, defaultRole: "member" });
    const email = newAddress();
    const who = vouchFor(email);
    const browser = app.browser();
    await signIn(browser, org.slug, who);
    expect((await browser.get(`/${org.slug}/servers`)).status).toBe(200);
    const successor = await signIn(app.browser(), org.slug, vouchFor(email));
    expect(successor.text).toContain("linked to somebody else at the provider");
    await database.admin`update member set removed_at = now() where org_id = ${org.id} and email = ${email}`;
    expect((await browser.get(`/${org.slug}/servers`)).status).toBe(404);
    expect((await signIn(browser, org.slug, who)).text).toContain("You were removed");
  });

  test("of two first sign-ins of one person at once one makes the member", async () => {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, { joins: true, defaultRole: "member" });
    const email = newAddress();
    const who = vouchFor(email);
    const answers = await Promise.all(
      [app.browser(), app.browser()].map((one) => signIn(one, org.slug, who)),
    );
    expect(answers.map(({ location }) => location)).toEqual([`/${org.slug}`, `/${org.slug}`]);
    expect(await memberships(email)).toHaveLength(1);
  });
});

test("a session made by the provider ends with the provider's client, its issuer and its removal", async () => {
  const org = await createOrganization(database.db);
  const settings = await setUpProvider(org, provider.it, { joins: true, defaultRole: "member" });
  const browser = app.browser();
  await signIn(browser, org.slug, vouchFor(newAddress()));
  expect((await browser.get(`/${org.slug}/servers`)).status).toBe(200);
  const { setOpenidProvider } = await import("#app/domain/identity/set-openid-provider.server.ts");
  const { as } = await import("#test/support/factories.ts");
  await setOpenidProvider(as(org, org.owner), { ...settings, issuer: "https://other.example" });
  expect((await browser.get(`/${org.slug}/servers`)).status).toBe(404);
});

describe("only OpenID here", () => {
  test("takes a test by the owner who asks, then closes the password to members and leaves it to owners", async () => {
    const org = await createOrganization(database.db);
    await ownerOf(org);
    const member = await createMember(org, "member");
    await givePassword(database.db, member);
    await setUpProvider(org, provider.it, { joins: true, defaultRole: "member" });
    const requirement = `/${org.slug}/settings/sign-in/requirement`;
    const owner = app.browser();
    await withPassword(owner, org.owner.email, "/");
    const early = await owner.post(requirement, { isRequired: "true" });
    expect(early.status).toBe(409);
    const tested = await signIn(owner, org.slug, vouchFor(org.owner.email), "?for=test");
    expect(tested.location, tested.text).toBe(`/${org.slug}/settings/sign-in`);
    expect((await owner.get(tested.location ?? "")).text).toContain("The test worked");
    const done = await owner.post(requirement, { isRequired: "true" });
    expect(done.status, done.text).toBe(303);

    const browser = app.browser();
    await withPassword(browser, member.email, "/");
    const sent = await browser.get(`/${org.slug}/servers`);
    expect(sent.location).toBe(`/sign-in/${org.slug}?to=${encodeURIComponent(`/${org.slug}/servers`)}`);
    expect((await browser.post(`/${org.slug}/requests/new`, {})).status).toBe(403);
    const who = vouchFor(member.email);
    await signIn(browser, org.slug, who);
    await browser.post(`/sign-in/${org.slug}/link`);
    expect((await browser.get(`/${org.slug}/servers`)).status).toBe(200);

    const breakGlass = app.browser();
    await withPassword(breakGlass, org.owner.email, "/");
    expect((await breakGlass.get(`/${org.slug}/servers`)).location).toContain("/account/second-factors");
    await database.admin`insert into account_totp (account_id, sealed, created_at, confirmed_at)
      values (${org.owner.accountId}, 'x', now(), now())`;
    expect((await breakGlass.get(`/${org.slug}/servers`)).status).toBe(200);
  });

  test("a test counts only for who did it, as themselves, since the last change", async () => {
    const org = await createOrganization(database.db);
    await ownerOf(org);
    const settings = await setUpProvider(org, provider.it, { joins: true, defaultRole: "member" });
    const owner = app.browser();
    await withPassword(owner, org.owner.email, "/");
    const other = await signIn(owner, org.slug, vouchFor(newAddress()), "?for=test");
    expect(other.text).toContain("Somebody else signed in at the provider");
    const visitor = new VisitorAtProvider();
    await signIn(owner, org.slug, vouchFor(org.owner.email), "?for=test", visitor);
    await setUpProvider(org, provider.it, {
      ...settings,
      ...(await provider.it.register(`http://localhost:3000/sign-in/${org.slug}/callback`)),
    });
    expect(
      (await owner.post(`/${org.slug}/settings/sign-in/requirement`, { isRequired: "true" })).status,
    ).toBe(409);
  });
});

describe("a fresh proof through the provider", () => {
  async function arrived() {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, {
      joins: true,
      groups: [{ name: "admins", role: "admin", teamId: null }],
    });
    const who = vouchFor(newAddress(), { groups: ["admins"] });
    const browser = app.browser();
    const visitor = new VisitorAtProvider();
    await signIn(browser, org.slug, who, "", visitor);
    return { org, who, browser, visitor };
  }

  test("is asked for before an irreversible step, keeps the form, and counts when the provider asked again", async () => {
    const { org, who, browser, visitor } = await arrived();
    const removal = `/${org.slug}/settings/sign-in/removal`;
    app.clock.now = new Date(Date.now() + 20 * 60_000);
    const refused = await browser.post(removal);
    app.clock.now = undefined;
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("Go to the provider");
    expect(refused.text).toContain("I have done so: send it");
    const proved = await signIn(
      browser,
      org.slug,
      who,
      `?for=proof&to=${encodeURIComponent(removal)}`,
      visitor,
    );
    expect(proved.location, proved.text).toBe(removal);
    expect((await browser.post(removal)).status).toBe(303);
  });

  test("counts for nobody else", async () => {
    const { org, browser } = await arrived();
    const another = vouchFor(newAddress(), { groups: ["admins"] });
    await signIn(app.browser(), org.slug, another);
    expect((await signIn(browser, org.slug, another, "?for=proof")).text).toContain(
      "Somebody else signed in",
    );
  });
});

test("the entrance looks the same for every name, and begins nothing for one that has no provider", async () => {
  const org = await createOrganization(database.db);
  const texts: string[] = [];
  for (const slug of [org.slug, "no-such-one"]) {
    const page = await app.browser().get(`/sign-in/${slug}`);
    expect(page.status).toBe(200);
    texts.push(
      (await app.browser().get(`/sign-in/${slug}/start`)).text
        .replaceAll(slug, "x")
        .replace(/nonce="[^"]*"/g, ""),
    );
    expect((await app.browser().get(`/sign-in/${slug}/start`)).status).toBe(404);
  }
  expect(texts[0]?.length).toBe(texts[1]?.length);
});

describe("an admin unlinks a member", () => {
  test("and the session the link opened stops; whoever the provider vouches for next has the account", async () => {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, { joins: true, defaultRole: "member" });
    const email = newAddress();
    const former = app.browser();
    await signIn(former, org.slug, vouchFor(email));
    const successor = vouchFor(email);
    expect((await signIn(app.browser(), org.slug, successor)).text).toContain("ask an admin to unlink it");
    const [row] = await database.admin<{ id: string }[]>`
      select id from member where org_id = ${org.id} and email = ${email}`;
    const owner = await app.signedIn(org.owner);
    const place = `/${org.slug}/settings/members/${row?.id}`;
    expect((await owner.get(place)).text).toContain(`href="${place}/unlinking"`);
    expect((await owner.get(`${place}/unlinking`)).text).toContain(email);
    expect((await owner.post(`${place}/unlinking`)).location).toBe(place);
    expect((await former.get(`/${org.slug}/servers`)).status).toBe(404);
    const browser = app.browser();
    expect((await signIn(browser, org.slug, successor)).location).toBe(`/${org.slug}`);
    expect((await browser.get(`/${org.slug}/servers`)).status).toBe(200);
    expect((await former.get(`/${org.slug}/servers`)).status).toBe(404);
    expect((await owner.get(`${place}/unlinking`)).text).toContain("Unlink");
  });

  test("and an account that is more than this organization's own is linked again by its own password alone", async () => {
    const org = await createOrganization(database.db);
    const person = await createMember(org, "member");
    await givePassword(database.db, person);
    await setUpProvider(org, provider.it, { joins: true });
    const browser = app.browser();
    await signIn(browser, org.slug, vouchFor(person.email));
    await withPassword(browser, person.email, `/sign-in/${org.slug}/link`);
    expect((await browser.post(`/sign-in/${org.slug}/link`)).status).toBe(303);
    const owner = await app.signedIn(org.owner);
    expect((await owner.post(`/${org.slug}/settings/members/${person.id}/unlinking`)).status).toBe(303);
    const answer = await signIn(app.browser(), org.slug, vouchFor(person.email));
    expect(answer.location).toBe(`/sign-in/${org.slug}/link`);
  });
});

test("the page that asks for an organization's name answers alike for every name and leads to no other host", async () => {
  const org = await createOrganization(database.db);
  await setUpProvider(org, provider.it, {});
  for (const [typed, slug] of [
    [org.slug, org.slug],
    ["No Such One", "no-such-one"],
    ["//evil.example", "evil-example"],
    ["../../settings", "settings-org"],
  ]) {
    const to = encodeURIComponent("/x/servers");
    const found = await app
      .browser()
      .get(`/auth/organization?organization=${encodeURIComponent(typed ?? "")}&to=${to}`);
    expect([found.status, found.location]).toEqual([302, `/sign-in/${slug}?to=${to}`]);
  }
  const odd = await app.browser().get("/auth/organization?to=https%3A%2F%2Fevil.example%2F");
  expect([odd.status, odd.text.includes("evil.example")]).toEqual([200, false]);
});

test("a client secret typed before a proof is asked for again, and leaving it out does not keep the old one", async () => {
  const org = await createOrganization(database.db);
  await ownerOf(org);
  const settings = await setUpProvider(org, provider.it, {});
  const page = `/${org.slug}/settings/sign-in`;
  const owner = app.browser();
  await withPassword(owner, org.owner.email, "/");
  expect((await owner.get(page)).text).not.toContain("Prove it first");
  app.clock.now = new Date(Date.now() + 20 * 60_000);
  expect((await owner.get(page)).text).toContain("Prove it first");
  const typed = { issuer: settings.issuer, clientId: settings.clientId, clientSecret: "typed-before" };
  const asked = await owner.post(page, typed);
  expect(asked.status).toBe(403);
  expect(asked.text).not.toContain("typed-before");
  const carried = formFields(asked.text, "/account/proof").filter(([name]) => name.startsWith("_"));
  const proved = await owner.post("/account/proof", [...carried, ["password", PASSWORD]]);
  const kept = formFields(proved.text, page);
  expect(kept).toContainEqual(["_retype", "clientSecret"]);
  const back = await owner.post(page, kept);
  expect(back.text).toContain("Type this again: secrets are not kept.");
  const without = formFields(back.text, page).filter(([name]) => name !== "clientSecret");
  const refused = await owner.post(page, without);
  expect([refused.status, refused.text.includes("Type this again")]).toEqual([400, true]);
  const done = await owner.post(page, [...without, ["clientSecret", "typed-again"]]);
  app.clock.now = undefined;
  expect(done.status, done.text).toBe(303);
});
