import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  auditEvents,
  createMember,
  createOrganization,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

const scanPath = (org: TestOrganization) => `/${org.slug}/inventory/scan`;

async function memberOf() {
  const org = await createOrganization(database.db);
  const member = await createMember(org, "member");
  return { org, member, browser: await app.signedIn(member) };
}

function said(setCookie: readonly string[]): string {
  const value = setCookie.map((line) => /^castellan-said=([^;]+)/.exec(line)?.[1]).find(Boolean) ?? "";
  return Buffer.from(value, "base64url").toString("utf8");
}

function send(report: ScanReport, deviceName = "My laptop") {
  return { deviceName, report: JSON.stringify(report) };
}

describe("the scan page", () => {
  test("prints the commands with this installation's own address, its checksum, and no other host", async () => {
    const { org, browser } = await memberOf();
    const page = await browser.get(scanPath(org));
    expect(page.status).toBe(200);
    expect(page.text).toContain("node castellan.mjs enroll http://localhost:3000");
    expect(page.text).toContain("0".repeat(64));
    const hosts = [...page.text.matchAll(/https?:\/\/([^/"'<\s&\\]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(["localhost:3000"]));
  });

  test("says that pasting needs JavaScript, and has no field that could send raw text without it", async () => {
    const { org, browser } = await memberOf();
    const { text } = await browser.get(scanPath(org));
    expect(/<noscript>[\s\S]*need JavaScript[\s\S]*<\/noscript>/.test(text)).toBe(true);
    const areas = [...text.matchAll(/<textarea\b[^>]*>/g)].map(([tag]) => tag);
    expect(areas.length).toBeGreaterThan(0);
    for (const tag of [...areas, ...text.matchAll(/<input\b[^>]*type="file"[^>]*>/g)]) {
      expect(String(tag)).not.toMatch(/\sname=/);
    }
  });

  test("somebody who may only read is told so and offered no way to send", async () => {
    const org = await createOrganization(database.db);
    const browser = await app.signedIn(await createMember(org, "auditor"));
    const page = await browser.get(scanPath(org));
    expect(page.text).toContain("does not report to it");
    expect(page.text).not.toContain("<textarea");
    const refused = await browser.post(scanPath(org), send(reportOf([fileOf([npxEntry("a", "pkg@1.0.0")])])));
    expect(refused.status).toBe(403);
  });
});

describe("sending what is shown", () => {
  test("records it and says how many installations of how many servers, and how many nobody approved", async () => {
    const { org, member, browser } = await memberOf();
    const report = reportOf([
      fileOf([npxEntry("one", "pkg@1.0.0"), npxEntry("two", "pkg@2.0.0"), npxEntry("three", "@other/pkg")]),
      fileOf([], {
        client: "vscode",
        path: "mcp.json",
        outcome: "could_not_look",
        problem: { sentence: "mcp.json, line 1, column 1: a value was expected." },
      }),
    ]);
    const answer = await browser.post(scanPath(org), send(report));
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(`/${org.slug}/inventory?member=${member.id}`);
    expect(said(answer.headers.getSetCookie())).toBe(
      "3 installations of 2 servers recorded; 3 unapproved. 1 file could not be looked at.",
    );
    const rows = await rowsOf(
      org,
      sql`select i.name, d.name as device, d.kind from installation i
      join device d on d.org_id = i.org_id and d.id = i.device_id order by i.name`,
    );
    expect(rows).toEqual(
      ["one", "three", "two"].map((name) => ({ name, device: "My laptop", kind: "pasted" })),
    );
    expect((await browser.get(scanPath(org))).text).toContain("My laptop");
  });

  test("a file without servers is a valid answer", async () => {
    const { org, browser } = await memberOf();
    const answer = await browser.post(scanPath(org), send(reportOf([fileOf([])])));
    expect(answer.status).toBe(303);
    expect(said(answer.headers.getSetCookie())).toBe("No servers stand in these files; that is recorded.");
  });

  test("pressing twice makes one scan", async () => {
    const { org, browser } = await memberOf();
    const report = reportOf([fileOf([npxEntry("one", "pkg@1.0.0")])]);
    expect((await browser.post(scanPath(org), send(report))).status).toBe(303);
    expect((await browser.post(scanPath(org), send(report))).status).toBe(303);
    expect((await auditEvents(org)).filter(({ verb }) => verb === "scan.record")).toHaveLength(1);
  });

  test("a raw client file instead of a report is refused, and nothing of it is stored", async () => {
    const { org, browser } = await memberOf();
    const raw = JSON.stringify({ mcpServers: { a: { command: "npx", env: { TOKEN: "planted-value" } } } });
    const answer = await browser.post(scanPath(org), { deviceName: "My laptop", report: raw });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("not a redacted report");
    expect(await auditEvents(org)).toEqual([]);
    expect(await rowsOf(org, sql`select id from device`)).toEqual([]);
  });

  test("a report that still holds a secret is refused with the place and without the value", async () => {
    const { org, browser } = await memberOf();
    const secret = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
    const entry = npxEntry("one", "pkg@1.0.0", { cwd: `/srv/${secret}` });
    const answer = await browser.post(scanPath(org), send(reportOf([fileOf([entry])])));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("files.0.entries.0.launch.cwd");
    expect(await rowsOf(org, sql`select id from installation`)).toEqual([]);
  });
});
