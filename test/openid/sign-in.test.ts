import { randomBytes } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { auditEvents, createOrganization } from "#test/support/factories.ts";
import { openOpenidProvider, VisitorAtProvider } from "#test/support/openid-provider.ts";
import { setUpProvider } from "#test/support/openid-scenes.ts";

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

function newSubject(): string {
  return `person-${randomBytes(6).toString("hex")}`;
}

async function roleOf(orgId: string, email: string): Promise<string | undefined> {
  const [row] = await database.admin<{ role: string }[]>`
    select role from member where org_id = ${orgId} and email = ${email} and removed_at is null`;
  return row?.role;
}

describe("somebody new", () => {
  test("becomes a member with the role of their group, and loses it with the group", async () => {
    const org = await createOrganization(database.db);
    await setUpProvider(org, provider.it, {
      joins: true,
      groups: [{ name: "deciders", role: "approver", teamId: null }],
    });
    const who = newSubject();
    const email = `${who}@example.test`;
    provider.it.people.set(who, { email, email_verified: true, name: "Paula Person", groups: ["deciders"] });
    const browser = app.browser();
    const answer = await signIn(browser, org.slug, who, `?to=/${org.slug}/servers`);
    expect(answer.status, answer.text).toBe(302);
    expect(answer.location).toBe(`/${org.slug}/servers`);
    expect((await browser.get(`/${org.slug}/servers`)).status).toBe(200);
    expect(await roleOf(org.id, email)).toBe("approver");
    provider.it.people.set(who, { email, email_verified: true, groups: [] });
    const refused = await signIn(browser, org.slug, who);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("None of your groups opens this organization");
    expect(await roleOf(org.id, email)).toBe("member");
    expect((await browser.get(`/${org.slug}/servers`)).status).toBe(404);
    expect((await auditEvents(org)).map((event) => event.verb)).toEqual([
      "openid_provider.set",
      "member.join_by_openid",
      "member.apply_groups",
    ]);
  });
});
