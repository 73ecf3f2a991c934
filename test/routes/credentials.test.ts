import { expect, test } from "vitest";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const FINGERPRINT = "cd34".repeat(16);

test("the register leads from a secret to its installations, and no answer holds its fingerprint", async () => {
  const org = await createOrganization(database.db);
  const auditor = await createMember(org, "auditor");
  const value = { kind: "secret", secretKind: "github-token", fingerprint: FINGERPRINT } as const;
  const entry = npxEntry("one", "one@1.0.0", { env: [{ name: "GITHUB_TOKEN", value }] });
  await recordScan(as(org, org.owner), { report: reportOf([fileOf([entry])]) });
  const browser = await app.signedIn(auditor);
  const list = await browser.get(`/${org.slug}/credentials`);
  expect(list.text).toContain("1 credential is listed");
  expect(list.text).toContain("In plain text");
  const href = /href="([^"]*\/credentials\/[0-9a-f-]{36})"/.exec(list.text)?.[1] ?? "";
  const one = await browser.get(href);
  expect(one.text).toContain("POST /credentials/revoke");
  expect(one.text).toMatch(/\/inventory\/installations\/[0-9a-f-]{36}"/);
  const none = await browser.get(`/${org.slug}/credentials?state=gone`);
  expect(none.text).toContain("No such credential");
  for (const { text } of [list, one, none]) expect(text).not.toContain(FINGERPRINT.slice(0, 16));
});
