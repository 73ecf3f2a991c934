import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import { askPackageLook } from "#app/domain/packages/ask-package-look.server.ts";
import { lookAtPackage } from "#app/jobs/look-at-package.server.ts";
import { importRecords, installs, localWorld } from "#test/support/advisory-scenes.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { openImages } from "#test/support/image-counterpart.ts";
import { openNpm } from "#test/support/npm-counterpart.ts";
import { osvOf } from "#test/support/osv-records.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const npm = openNpm();
const images = openImages();

test("records are imported by a form, and the page says how far it is and what was odd", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const empty = await browser.get(`/${org.slug}/advisories`);
  expect(empty.text).toContain("No imported advisory concerns a server here");
  const refused = await browser.post(`/${org.slug}/advisories/imports`, { text: "", url: "http://x" });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain("begins with https://");
  const made = await browser.post(`/${org.slug}/advisories/imports`, {
    text: '{"summary":"no id"}',
    url: "",
  });
  expect(made.status).toBe(303);
  expect((await browser.get(made.location ?? "")).text).toContain("Nothing is read yet");
});

test("an advisory's page says what it concerns here, a server's page which advisories concern it, and a member sees both", async () => {
  const org = await createOrganization(database.db);
  const member = await createMember(org, "member");
  await installs(org, { a: "one@1.0.0", b: "two" });
  await importRecords(org, [
    osvOf("GHSA-1", "one"),
    osvOf("MAL-1", "two", { events: [{ introduced: "0" }] }),
  ]);
  const browser = await app.signedIn(member);
  const list = await browser.get(`/${org.slug}/advisories`);
  expect(list.text).toContain("GHSA-1");
  expect(list.text).toContain("Malicious");
  const advisory = /href="([^"]*\/advisories\/[0-9a-f-]{36})"/.exec(list.text)?.[1] ?? "";
  expect((await browser.get(advisory)).text).toContain("Affected");
  const [one] = await database.admin`select id from server where org_id = ${org.id} and identity = 'npm:one'`;
  const server = await browser.get(`/${org.slug}/servers/${one?.id}`);
  expect(server.text).toContain("release 1.0.0 itself");
  expect(server.text).toContain("Not looked yet");
  expect(server.text).not.toContain("Look at the package");
});

test("while releases are still to be held against advisories, neither page says that nothing is affected", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  await installs(org, { a: "one@1.0.0" });
  const browser = await app.signedIn(org.owner);
  const list = await browser.get(`/${org.slug}/advisories`);
  expect(list.text).toContain("1 release is still to be held against the advisories.");
  expect(list.text).not.toContain("No imported advisory concerns a server here");
  const [one] = await database.admin`select id from advisory where org_id = ${org.id}`;
  const page = await browser.get(`/${org.slug}/advisories/${one?.id}`);
  expect(page.text).toContain("No release is known to be affected so far.");
});

test("a package is looked at by a button, and the page tells each answer with its source", async () => {
  const org = await createOrganization(database.db);
  npm.place("shown", { "1.0.0": { dependencies: { gone: "1" } } });
  const ctx = as(org, org.owner);
  const made = await inTransaction(ctx, (tx) => ensureServers(tx, ctx, ["npm:shown"]));
  const serverId = made.get("npm:shown") ?? "";
  const page = `/${org.slug}/servers/${serverId}`;
  const browser = await app.signedIn(org.owner);
  expect((await browser.post(`${page}/package-look`, {})).status).toBe(303);
  expect((await browser.get(page)).text).toContain("A look is under way");
  await expect(askPackageLook(ctx, { serverId })).rejects.toThrow("under way already");
  const [look] = await database.admin`select id from package_look where org_id = ${org.id}`;
  await lookAtPackage({ ...localWorld(org), npmRegistry: npm.url }, { orgId: org.id, lookId: look?.id });
  const { text } = await browser.get(page);
  expect(text).toContain("Its licence is MIT.");
  expect(text).toContain("0 are known, 1 could not be followed.");
  expect(text).toContain("GitHub did not answer.");
  expect(text).toContain("Look again");
});

test("an image is looked at by a button, and the page says that no signature lies with it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const identity = `oci:${images.host}/example/shown`;
  images.image("example/shown", "latest");
  const serverId = (await inTransaction(ctx, (tx) => ensureServers(tx, ctx, [identity]))).get(identity) ?? "";
  const page = `/${org.slug}/servers/${serverId}`;
  const browser = await app.signedIn(org.owner);
  expect((await browser.get(page)).text).toContain("Look at the image");
  expect((await browser.post(`${page}/package-look`, {})).status).toBe(303);
  const [look] = await database.admin`select id from package_look where org_id = ${org.id}`;
  await lookAtPackage(localWorld(org), { orgId: org.id, lookId: look?.id });
  const { text } = await browser.get(page);
  expect(text).toContain("Image and repository");
  expect(text).toContain("No signature lies with the image.");
});
