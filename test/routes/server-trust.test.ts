import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { EVIDENCE_ROW_KEYS, EVIDENCE_ROWS } from "#app/domain/trust/evidence-rows.ts";
import { EVIDENCE_GROUP_NAMES } from "#app/domain/trust/evidence-words.ts";
import { recordEvidence } from "#app/domain/trust/record-evidence.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { manifestOf, rowsOf, toolOf } from "#test/support/inventory-factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();
const app = openTestApp(database);
app.clock.now = NOON;
const IDENTITY = "npm:@vendor/mcp";

async function scene() {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const { serverId } = await recordManifest(ctx, manifestOf(IDENTITY, [toolOf("search")], "1.0.0"));
  await inTransaction(ctx, (tx) =>
    recordEvidence(tx, ctx, [
      {
        identity: IDENTITY,
        release: "1.0.0",
        row: "known_vulnerable",
        answer: "found",
        source: "OSV file",
        detail: { says: "GHSA-1 <script>alert(1)</script> \u202Ein it." },
      },
      {
        identity: IDENTITY,
        row: "last_commit",
        answer: "could_not_look",
        source: "GitHub",
        detail: { why: "GitHub answered 500." },
      },
      { identity: IDENTITY, release: "0.9.0", row: "provenance", answer: "found", source: "npm" },
    ]),
  );
  return { org, serverId };
}

/** What a person sees: without the data scripts carry, and without the marks React leaves between texts. */
const body = (html: string) => html.replace(/<script\b[\s\S]*?<\/script>/g, "").replaceAll("<!-- -->", "");

describe("a server's page", () => {
  test("shows the bar, the six groups and what caps the score", async () => {
    const { org, serverId } = await scene();
    const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/servers/${serverId}`);
    const text = body(page.text);
    expect(page.status).toBe(200);
    expect(text).toContain(
      "At most 40, because this release, or a package that comes with it, is known to be vulnerable.",
    );
    expect(text).toMatch(/\d+ to 40<\/strong>/);
    for (const name of Object.values(EVIDENCE_GROUP_NAMES)) expect(text).toContain(name);
  });

  test("shows every row under Evidence, with what could not be looked at and why, and foreign text as text", async () => {
    const { org, serverId } = await scene();
    const member = await createMember(org, "member");
    const page = await (await app.signedIn(member)).get(`/${org.slug}/servers/${serverId}?tab=evidence`);
    const text = body(page.text);
    for (const key of EVIDENCE_ROW_KEYS)
      expect(text).toContain(EVIDENCE_ROWS[key].question.replaceAll("'", "&#x27;"));
    expect(text).toContain("GitHub answered 500.");
    expect(text).toContain("Nobody has looked yet.");
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(text).toContain("U+202E");
    expect(text).toContain("release=0.9.0");
    const other = await (await app.signedIn(member)).get(
      `/${org.slug}/servers/${serverId}?tab=evidence&release=0.9.0`,
    );
    expect(body(other.text)).not.toContain("At most 40");
  });

  test("is told by the API with the same numbers and every row", async () => {
    const { org, serverId } = await scene();
    const { key } = await createApiKey(as(org, org.owner), {
      name: "key",
      scopes: ["read"],
      days: 1,
      environment: null,
    });
    const answer = await app.api(key).send("GET", `/servers/${serverId}/trust`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ identity: IDENTITY, release: "1.0.0", formula: 4, possible: 40 });
  });
});

test("the decision page shows the score with its groups, and what changed since the last decision", async () => {
  const s = await requestScene(database.db);
  await denyRequest(as(s.org, s.security), { requestId: await s.ask(), reason: "Not yet." });
  const [row] = await rowsOf(s.org, sql`select identity from server where id = ${s.server.id}`);
  const ctx = as(s.org, s.security);
  await inTransaction(ctx, (tx) =>
    recordEvidence(tx, ctx, [
      { identity: String(row?.identity), row: "known_malicious", answer: "found", source: "OSV file" },
    ]),
  );
  const requestId = await s.ask();
  const page = await (await app.signedIn(s.security)).get(`/${s.org.slug}/requests/${requestId}`);
  const text = body(page.text);
  expect(text).toContain("At most 0, because it, or a package that comes with it, is known to be malicious.");
  expect(text).toContain("since the last decision.");
  expect(text).toContain("not known, now found");
});
