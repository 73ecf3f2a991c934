import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { redactLaunch } from "#app/domain/inventory/redact-launch.ts";
import { type Launch, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const GITHUB = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
const AWS = "AKIAQ7ZK3MXH2PLTV5RN";
const DISGUISED = [`\${env:${GITHUB}}`, `$${AWS}`, `Bearer \${input:${GITHUB}}`, `\${${GITHUB}}`];
const REFERENCES = [
  `\${env:GITHUB_PERSONAL_ACCESS_TOKEN}`,
  "$OPENAI_API_KEY",
  "%AZURE_DEVOPS_EXT_PAT%",
  `Bearer \${input:sentry-auth-token}`,
  `\${{ secrets.SLACK_BOT_TOKEN }}`,
  "{env:NOTION_TOKEN}",
];

test("a token written like a reference to a variable does not leave the machine", () => {
  for (const text of DISGUISED) {
    const launch = redactLaunch({
      transport: "stdio",
      command: "npx",
      args: ["-y", "pkg", text, `--header=Authorization: ${text}`],
      env: [["TOKEN", text]],
      headers: [["Authorization", text]],
    });
    expect(JSON.stringify(launch), text).not.toContain(GITHUB);
    expect(JSON.stringify(launch), text).not.toContain(AWS);
    expect(launch.env[0]?.value.kind, text).toBe("secret");
  }
  for (const text of REFERENCES) {
    const launch = redactLaunch({ transport: "stdio", args: [text], env: [["TOKEN", text]], headers: [] });
    expect([launch.args[0], launch.env[0]?.value], text).toEqual([
      { kind: "reference", text },
      { kind: "reference", text },
    ]);
  }
});

test("a report with a token written like a reference is refused, and nothing of it is stored", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, await createMember(org, "member"));
  const bare: Launch = { transport: "stdio", command: "npx", args: [], env: [], headers: [] };
  for (const text of DISGUISED) {
    const value = { kind: "reference", text } as const;
    const launches: Launch[] = [
      { ...bare, args: [value] },
      { ...bare, env: [{ name: "TOKEN", value }] },
      { ...bare, headers: [{ name: "Authorization", value }] },
    ];
    for (const launch of launches) {
      const report = ScanReport.parse({
        reportId: uuidv7(),
        collectorVersion: "1",
        files: [
          {
            client: "cursor",
            scope: "user",
            path: "~/.cursor/mcp.json",
            outcome: "found",
            entries: [{ name: "one", enabled: true, launch }],
          },
        ],
      });
      await expect(recordScan(ctx, { report }), text).rejects.toThrow(Invalid);
    }
  }
  const stored = await inTransaction(ctx, (tx) =>
    tx.execute(sql`select id from scan union select id from device`),
  );
  expect([[...stored], await auditEvents(org)]).toEqual([[], []]);
});
