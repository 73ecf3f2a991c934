import { expect, test } from "vitest";
import type { JobPayload } from "#app/db/queue.server.ts";
import { inviteImportedJob } from "#app/jobs/invite-imported.server.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createMember, createOrganization, type TestOrganization } from "#test/support/factories.ts";
import { noMail } from "#test/support/smtp.ts";

const database = openTestDatabase();
const app = openTestApp(database);

function upload(browser: Browser, org: TestOrganization, bytes: Uint8Array<ArrayBuffer> | string, text = "") {
  const body = new FormData();
  body.append("text", text);
  body.append("file", new Blob([bytes], { type: "text/csv" }), "people.csv");
  const here = `/${org.slug}/settings/members/imports`;
  return browser.send(here, { method: "POST", body, headers: { Origin: browser.origin } });
}

/** Runs the jobs of an import as a worker would, each until it sends no further one. */
async function runJobs(org: TestOrganization): Promise<void> {
  const world = { db: database.db, now: () => new Date(), ...noMail, onError: () => undefined };
  for (;;) {
    const [job] = await database.admin<{ id: string; data: JobPayload<"invite_imported"> }[]>`
      update pgboss.job set state = 'completed' where id = (select id from pgboss.job
        where name = 'invite_imported' and state = 'created' and data->>'orgId' = ${org.id} limit 1) returning id, data`;
    if (!job) return;
    await inviteImportedJob(world, job.data);
  }
}

test("a file is uploaded, looked at line by line, started and followed to its end, without scripts", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const members = await browser.get(`/${org.slug}/settings/members`);
  expect(members.text).toContain(`/${org.slug}/settings/members/imports`);
  const people = Array.from({ length: 120 }, (_, n) => `Person ${n};p${n}@example.test;`).join("\r\n");
  const odd = `\r\n<script>alert(1)</script>;odd@example.test;king\r\nMe;${org.owner.email};`;
  const made = await upload(browser, org, `\uFEFFName;E-Mail;Role\r\n${people}${odd}`);
  expect(made.status, made.text.slice(0, 300)).toBe(303);
  const here = made.location ?? "";
  const look = await browser.get(here);
  expect(look.text).toContain("Of 122 lines, 120 people would be invited. Nobody is invited yet.");
  expect(look.text).toContain("Invite <!-- -->120 people");
  expect(look.text).not.toContain("<script>alert(1)");
  const second = await browser.get(`${here}?perPage=100&page=2`);
  for (const words of ["p119@example.test", "There is no role called king.", "Is a member already."]) {
    expect(second.text).toContain(words);
  }
  const onlyOdd = await browser.get(`${here}?outcome=odd`);
  expect(onlyOdd.text).toContain("odd@example.test");
  expect(onlyOdd.text).not.toContain("p0@example.test");
  const started = await browser.post(here, {});
  expect([started.status, started.location]).toEqual([303, here]);
  expect((await browser.get(here)).text).toContain("Of 120 people, nobody invited so far.");
  expect((await browser.post(here, {})).text).toContain("started already");
  await runJobs(org);
  expect((await browser.get(here)).text).toContain("This import has ended: 120 people invited.");
  expect((await browser.get(`/${org.slug}/settings/invitations`)).text).toContain("p119@example.test");
  expect((await browser.get(`/${org.slug}/audit`)).text).toContain(
    "invited everybody of an import who could be",
  );
});

test("lines are pasted instead, and what is wrong with a file is said with the lines kept", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(await createMember(org, "admin"));
  const here = `/${org.slug}/settings/members/imports`;
  const pasted = await browser.post(here, { text: "email\tname\nada@example.test\tAda" });
  expect(pasted.status).toBe(303);
  const nothing = await browser.post(here, { text: "" });
  expect([nothing.status, nothing.text.includes("There is nothing in the file.")]).toEqual([400, true]);
  const wrong = await browser.post(here, { text: "kept line one\nkept line two" });
  expect(wrong.status).toBe(400);
  for (const words of ["No column is called email", "kept line two"]) expect(wrong.text).toContain(words);
  const latin = await upload(
    browser,
    org,
    Uint8Array.from(Buffer.from("email,name\ns@example.test,S\u00f8ren", "latin1")),
  );
  expect([latin.status, latin.text.includes("Latin-1")]).toEqual([400, true]);
  const wide = await upload(
    browser,
    org,
    Uint8Array.from(Buffer.from("\uFEFFemail,name\ns@example.test,S", "utf16le")),
  );
  expect([wide.status, wide.text.includes("UTF-16")]).toEqual([400, true]);
  const many = Array.from({ length: 50_000 }, (_, n) => `p${n}@example.test,Person ${n}`).join("\n");
  const tooMany = await upload(browser, org, `email,name\n${many}`);
  expect([tooMany.status, tooMany.text.includes("more than 5,000 people")]).toEqual([400, true]);
  const list = await browser.get(here);
  expect(list.text).toContain(pasted.location ?? "none");
});

test("an import is discarded on a page of its own, and its names are gone at once", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const made = await upload(browser, org, "email,name\nada@example.test,Ada Lovelace");
  const here = made.location ?? "";
  const page = await browser.get(`${here}/withdrawal`);
  expect(page.text).toContain("Discard this import?");
  expect((await browser.post(`${here}/withdrawal`, {})).status).toBe(303);
  const after = await browser.get(here);
  expect(after.text).toContain("This import was discarded");
  expect(after.text).not.toContain("Ada Lovelace");
  expect((await browser.post(here, {})).status).toBe(409);
});
