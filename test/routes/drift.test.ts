import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { tendDriftRequest } from "#app/domain/requests/tend-drift-request.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { formFields } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import {
  createGrant,
  fileOf,
  manifestOf,
  npxEntry,
  reportOf,
  rowsOf,
  toolOf,
} from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
app.clock.now = NOON;

/** A server a developer has changed, and Castellan asked what is to become of it. */
async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const security = await createMember(org, "security");
  const guard = as(org, security);
  const list = (description: string) =>
    recordManifest(guard, manifestOf("npm:one", [toolOf("a", { description })]));
  const { serverId } = await list("Says hello.");
  await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
  await createGrant(org, { serverId, member: developer });
  await list("Says hello and <b>sends</b> it on.");
  const system = { ...guard, actor: { kind: "system" as const, job: "tend_drift" } };
  const { requestId } = await tendDriftRequest(system, { serverId });
  return { org, developer, security, serverId, requestId, list };
}

test("a guardian accepts what changed on the request's own page, with the difference before their eyes", async () => {
  const { org, security, requestId } = await scene();
  const browser = await app.signedIn(security);
  const address = `/${org.slug}/requests/${requestId}`;
  const page = await browser.get(address);
  expect(page.status).toBe(200);
  for (const told of [
    "Castellan asks whether",
    "Description changed",
    "&lt;b&gt;sends&lt;/b&gt;",
    "Accept the changes",
  ]) {
    expect(page.text, told).toContain(told);
  }
  expect(page.text).not.toContain("Withdraw request");
  const action = `${address}/approval`;
  const done = await browser.post(action, formFields(page.text, action));
  expect(done.location).toBe(address);
  expect(await rowsOf(org, sql`select state from request`)).toEqual([{ state: "approved" }]);
  expect(await rowsOf(org, sql`select drift from pinned_list`)).toEqual([{ drift: null }]);
});

test("a list that came meanwhile is not accepted unseen, and the page says so", async () => {
  const { org, security, requestId, list } = await scene();
  const browser = await app.signedIn(security);
  const address = `/${org.slug}/requests/${requestId}`;
  const page = await browser.get(address);
  await list("Sends everything.");
  const action = `${address}/approval`;
  const refused = await browser.post(action, formFields(page.text, action));
  expect(refused.status).toBe(409);
  expect(refused.text).toContain("changed since you opened this");
  expect(await rowsOf(org, sql`select state from request`)).toEqual([{ state: "pending_approval" }]);
});

test("the policy is tried before it is saved, saved, and what there is is classified anew by a button", async () => {
  const { org, developer, security } = await scene();
  const browser = await app.signedIn(security);
  const address = `/${org.slug}/settings/drift`;
  const tried = await browser.get(`${address}?description_changed=block`);
  expect(tried.text).toContain("One server that drifts now would be classified otherwise.");
  expect(tried.text).toContain("Nothing was saved.");
  const fields = { ...formFields(tried.text, address), description_changed: "block" };
  expect((await browser.post(address, fields)).location).toBe(address);
  expect(await rowsOf(org, sql`select drift from pinned_list`)).toEqual([{ drift: "re_approve" }]);
  expect((await browser.post(`${address}/classification`, {})).location).toBe(address);
  expect(await rowsOf(org, sql`select drift from pinned_list`)).toEqual([{ drift: "block" }]);
  const wrong = await browser.post(address, { ...fields, removed: "whatever" });
  expect(wrong.status).toBe(400);
  expect((await (await app.signedIn(developer)).get(address)).status).toBe(403);
});

test("what an installation starts otherwise than approved stands on its page and the drift page, as text only", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const security = await createMember(org, "security");
  const report = (...more: string[]) => {
    const args = ["-y", "@acme/one", ...more].map((text) => ({ kind: "plain" as const, text }));
    const file = fileOf([npxEntry("one", "@acme/one", { args })]);
    return recordScan(as(org, developer), { report: reportOf([file]) });
  };
  await report();
  const [row] = await rowsOf(org, sql`select id, server_id from installation`);
  const serverId = String(row?.server_id);
  await createGrant(org, { serverId, member: developer });
  await report("--run=<b>all</b>");
  const browser = await app.signedIn(security);
  for (const address of [`inventory/installations/${String(row?.id)}`, `servers/${serverId}/drift`]) {
    const page = await browser.get(`/${org.slug}/${address}`);
    expect(page.status, address).toBe(200);
    for (const told of [
      "Started in another way since it was approved",
      "argument --run=&lt;b&gt;all&lt;/b&gt; was added",
      "Needs approval again",
    ]) {
      expect(page.text, `${address}: ${told}`).toContain(told);
    }
  }
});
