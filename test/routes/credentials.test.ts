import { expect, test } from "vitest";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
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

test("a secret that was replaced has a page that says so, and leads to what came in its place and to its holder's others", async () => {
  const org = await createOrganization(database.db);
  const report = (n: number, fingerprint: string) => {
    const value = { kind: "secret", secretKind: "github-token", fingerprint } as const;
    const entry = npxEntry("one", "one@1.0.0", { env: [{ name: "GITHUB_TOKEN", value }] });
    const now = new Date(NOON.getTime() + n * 3_600_000);
    return recordScan(as(org, org.owner, { now }), { report: reportOf([fileOf([entry])]) });
  };
  await report(0, FINGERPRINT);
  await report(1, "ef56".repeat(16));
  const browser = await app.signedIn(org.owner);
  const [finding = ""] =
    /\/[^"]*\/findings\/[0-9a-f-]{36}/.exec(
      (await browser.get(`/${org.slug}/findings?rule=literal-secret`)).text,
    ) ?? [];
  expect((await browser.get(finding)).text).toMatch(
    /\/credentials\/[0-9a-f-]{36}"[^>]*>Where else it stands/,
  );
  const list = await browser.get(`/${org.slug}/credentials?state=gone`);
  const [href = ""] = /\/[^"]*\/credentials\/[0-9a-f-]{36}/.exec(list.text) ?? [];
  const gone = await browser.get(href);
  expect(gone.text).toContain("Left the files");
  expect(gone.text).toContain("1 installation held it");
  const [, after = ""] =
    /href="([^"]*\/credentials\/[0-9a-f-]{36})">Replaced by another/.exec(gone.text) ?? [];
  const now = await browser.get(after);
  expect(now.text).toContain("In plain text");
  const [holder = ""] = /\/[^"]*\/credentials\?holder=[0-9a-f-]{36}/.exec(now.text) ?? [];
  expect((await browser.get(holder)).text).toContain("2 credentials are listed");
  for (const id of ["nothing", "00000000-0000-4000-8000-000000000000"])
    expect((await browser.get(`/${org.slug}/credentials/${id}`)).status).toBe(404);
  for (const { text } of [list, gone, now]) expect(text).not.toContain(FINGERPRINT.slice(0, 16));
});
