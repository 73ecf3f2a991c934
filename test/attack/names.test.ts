import { expect, test } from "vitest";
import { Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { CreateApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { CreateInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { CreateOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { CreateTeamInput } from "#app/domain/identity/team-inputs.ts";
import { DeviceEnrollmentInput } from "#app/domain/inventory/device-enrollment-inputs.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

const accepts = {
  team: (name: string) => CreateTeamInput.safeParse({ name }).success,
  "API key": (name: string) => CreateApiKeyInput.safeParse({ name, scopes: ["read"] }).success,
  person: (name: string) => CreateInvitationInput.safeParse({ name, email: "a@example.test" }).success,
  organization: (name: string) =>
    CreateOrganizationInput.safeParse({ name, ownerEmail: "a@example.test" }).success,
  device: (deviceName: string) =>
    DeviceEnrollmentInput.safeParse({ code: "cse_12345678", deviceName, platform: "linux" }).success,
  release: (release: string) => manifest({ release }),
  identity: (name: string) => manifest({ identity: `npm:${name.replaceAll(" ", "-")}` }),
};

function manifest(change: object): boolean {
  const whole = { identity: "npm:x", release: "1", protocolVersion: "1", tools: [], observedBy: "probe" };
  return Manifest.safeParse({ ...whole, ...change }).success;
}

test("no name holds what hides or reorders it, and every language can still be written", () => {
  const hidden = [
    "a\u202Egnp",
    "a\u200Bb",
    "a\u2066b",
    "a\u0007b",
    "a\u2028b",
    "a\u{E0041}b",
    "a\u00ADb",
    "a\uFEFFb",
  ];
  const written = ["Zoë Ångström", "می‌خواهم", "👩‍💻 Tools", "支払い", "O’Brien & Sons <script>"];
  for (const [what, isAccepted] of Object.entries(accepts)) {
    for (const name of hidden) expect([what, name, isAccepted(name)]).toEqual([what, name, false]);
    for (const name of written) expect([what, name, isAccepted(name)]).toEqual([what, name, true]);
  }
});

test("half a character in a body is refused with a sentence wherever it stands", async () => {
  const org = await createOrganization(database.db);
  const wanted = CreateApiKeyInput.parse({ name: "CI", scopes: ["admin", "block"] });
  const { key } = await createApiKey(as(org, org.owner, { now: new Date() }), wanted);
  const before = await auditEvents(org);
  for (const body of ['{"name":"a\\ud800"}', '{"name":"a","\\udc00":1}', '{"name":"a\\u0000"}']) {
    const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
    const answer = await fetch(`${app.url}/api/v1/teams`, { method: "POST", headers, body });
    expect([answer.status, await auditEvents(org)]).toEqual([422, before]);
  }
});
