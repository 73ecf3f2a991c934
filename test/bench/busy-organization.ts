import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { startSession } from "#app/domain/identity/start-session.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { recordCoverageDay } from "#app/domain/overview/record-coverage-day.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import {
  as,
  asOperator,
  createMember,
  createOrganization,
  createTeamOf,
  type TestMember,
} from "#test/support/factories.ts";
import { fileOf, manifestOf, npxEntry, reportOf, toolOf } from "#test/support/inventory-factories.ts";

const DAY_MS = 86_400_000;
const FIFTY = Array.from({ length: 50 }, (_, place) => place);
const SHARED = "npm:@acme/mcp-shared";
const identityOf = (place: number) => `npm:@acme/mcp-server-${place}`;

/**
 * Fifty people with ten servers each and one that all of them share, half of the tools known, some approved, fifty
 * requests waiting, ninety days counted: what the measured pages fill their fifty rows with. Returns a session of the owner.
 */
export async function makeBusyOrganization(db: Database) {
  const now = new Date();
  const org = await createOrganization(db);
  const people: TestMember[] = [];
  for (const _ of FIFTY) people.push(await createMember(org, "member"));
  for (const start of [0, 10, 20, 30, 40])
    await createTeamOf(
      org,
      people.slice(start, start + 10).map((member, place) => ({ member, isLead: place === 0 })),
    );
  let shared = "";
  for (const place of FIFTY) {
    const tools = Array.from({ length: 12 }, (_, n) =>
      toolOf(`tool_${n}`, n % 3 ? {} : { annotations: { readOnlyHint: true } }),
    );
    const identity = place === 0 ? SHARED : identityOf(place);
    const { serverId } = await recordManifest(
      as(org, org.owner, { now }),
      manifestOf(identity, place % 2 ? [] : tools),
    );
    if (place === 0) shared = serverId;
  }
  for (const [place, person] of people.entries()) {
    const own = Array.from({ length: 10 }, (_, n) => (place + n) % 50);
    const entries = own.map((n) => npxEntry(`server-${n}`, `@acme/mcp-server-${n}${n % 3 ? "@1.0.0" : ""}`));
    const report = reportOf([fileOf([npxEntry("shared", "@acme/mcp-shared"), ...entries])]);
    await recordScan(as(org, person, { now }), { report, deviceName: `laptop-${place}` });
  }
  const ask = (place: number, identity: string) => {
    const person = people[place] ?? org.owner;
    return createRequest(as(org, person, { now }), {
      id: uuidv7(),
      identity,
      environment: place % 5 ? "development" : "production",
      tools: null,
      endsAt: new Date(now.getTime() + 60 * DAY_MS),
      reason: "Look at errors from the editor while reviewing",
    });
  };
  for (const place of FIFTY) await ask(place, identityOf((place + 1) % 50));
  for (let day = 90; day > 0; day--) {
    await recordCoverageDay(asOperator(org, new Date(now.getTime() - day * DAY_MS)));
  }
  return { org, shared, cookie: await sessionOf(db, org.owner.accountId, now) };
}

async function sessionOf(db: Database, accountId: string, now: Date): Promise<string> {
  const id = `bench${"0".repeat(35)}`;
  const edge = { db, now, from: "127.0.0.1", requestId: "bench" };
  await startSession(edge, {
    idHash: hashSecret(id),
    accountId,
    userAgent: null,
    browserHash: hashSecret(`browser ${id}`),
    provedAt: now,
    byProvider: null,
    idleMinutes: 120,
    maxDays: 1,
  });
  return `castellan=${id}`;
}
