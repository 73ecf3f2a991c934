import { expect, test } from "vitest";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { fillAtRandom } from "#test/support/overview-fills.ts";

const database = openTestDatabase();
const app = openTestApp(database);

const plain = (html: string) =>
  html
    .replace(/<!-- -->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
const firstNumber = (text: string) => Number(/\d[\d,]*/.exec(text)?.[0]?.replaceAll(",", "") ?? 0);

/** Every link of the page's content that says a number and leads to a list: its words and its address. */
function countedLinks(html: string): { words: string; href: string }[] {
  const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  return [...main.matchAll(/<a ([^>]*)>(.*?)<\/a>/gs)].flatMap(([, attributes = "", inside = ""]) => {
    const href = /href="([^"]*)"/.exec(attributes)?.[1]?.replaceAll("&amp;", "&") ?? "";
    // a stat shows a share and reads out the number behind it
    const readOut = /class="sr-only">: (.*?)<\/span>/s.exec(inside)?.[1];
    const words = /aria-label="([^"]*)"/.exec(attributes)?.[1] ?? plain(readOut ?? inside);
    const isList = /\/(inventory|requests|grants|approvals|agents|settings\/devices)(\?|$)/.test(href);
    return isList && /\d/.test(words) && !words.startsWith("Team ") ? [{ words, href }] : [];
  });
}

/** How many the list says that it holds. */
async function totalOf(browser: Browser, { words, href }: { words: string; href: string }): Promise<number> {
  const page = await browser.get(href);
  expect(page.status, href).toBe(200);
  if (href.endsWith("/approvals")) {
    const [answer = ""] = /requests? waits? on you[^<]*/.exec(page.text) ?? [];
    const whole = /(\d+) requests? waits? on you/.exec(plain(page.text))?.[1] ?? "0";
    return words.includes("past due") ? firstNumber(answer) : Number(whole);
  }
  return firstNumber(/<p role="status">(.*?)<\/p>/s.exec(page.text)?.[1] ?? "");
}

test.each([1, 2, 3])(
  "every number of the overview is the number of rows of the list it links to (fill %i)",
  async (seed) => {
    app.clock.now = NOON;
    const org = await createOrganization(database.db);
    const { people, approver } = await fillAtRandom(org, seed);
    const auditor = await createMember(org, "auditor");
    const [lead, peer] = people;
    if (!lead || !peer) throw new Error("The fill has people.");
    for (const viewer of [org.owner, approver, auditor, lead, peer]) {
      const browser = await app.signedIn(viewer);
      const page = await browser.get(`/${org.slug}`);
      expect(page.status).toBe(200);
      const links = countedLinks(page.text);
      expect(links.length).toBeGreaterThan(3);
      for (const link of links) {
        const said = firstNumber(link.words);
        expect(`${viewer.role}: ${link.words} ${link.href} ${await totalOf(browser, link)}`).toBe(
          `${viewer.role}: ${link.words} ${link.href} ${said}`,
        );
      }
    }
  },
  120_000,
);

test("the overview of an organization without reports says what to do first, and knows no share", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}`);
  expect(page.text).toContain("No device has reported yet");
  expect(page.text).toContain("castellan.mjs enroll");
  expect(plain(page.text)).not.toContain("0 %");
  const auditor = await createMember(org, "auditor");
  const read = await (await app.signedIn(auditor)).get(`/${org.slug}`);
  expect(read.text).not.toContain("btn-primary");
});

test("the overview asks one thing first, and asks nothing of an auditor", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  await fillAtRandom(org, 4);
  const auditor = await createMember(org, "auditor");
  const filled = async (viewer: typeof auditor) => {
    const page = await (await app.signedIn(viewer)).get(`/${org.slug}`);
    return page.text.match(/btn-primary/g)?.length ?? 0;
  };
  expect(await filled(org.owner)).toBe(1);
  expect(await filled(auditor)).toBe(0);
});

test("a member's overview holds nothing of their colleagues", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const { people } = await fillAtRandom(org, 5);
  const [one, two] = [people[3], people[4]];
  if (!one || !two) throw new Error("The fill has people.");
  const page = await (await app.signedIn(one)).get(`/${org.slug}`);
  expect(page.text).toContain("Request a server");
  for (const other of people.filter((person) => person !== one)) expect(page.text).not.toContain(other.name);
});
