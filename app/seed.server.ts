import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { endGrants } from "#app/domain/grants/end-grants.server.ts";
import { recordCoverageDay } from "#app/domain/overview/record-coverage-day.server.ts";
import { expireRequests } from "#app/domain/requests/expire-requests.server.ts";
import { OWNER } from "#app/seed/demo-people.ts";
import { DemoWorld, type Moment } from "#app/seed/demo-world.server.ts";
import { foundOrganization } from "#app/seed/found-organization.server.ts";
import { listRegistry } from "#app/seed/list-registry.server.ts";
import { reportMachines } from "#app/seed/report-machines.server.ts";
import { tellAdvisories } from "#app/seed/tell-advisories.server.ts";
import { tellRequests } from "#app/seed/tell-requests.server.ts";
import { tendAgents } from "#app/seed/tend-agents.server.ts";
import { tendCatalog } from "#app/seed/tend-catalog.server.ts";
import { tendRisks } from "#app/seed/tend-risks.server.ts";

const DAYS = 88;

interface DemoOptions {
  db: Database;
  now: Date;
  /** For every person of the demo organization. */
  password: string;
}

/**
 * Makes the demo organization: ninety days of it, by calling the product's own verbs in the order things happened, with
 * a clock that is moved. Returns the address its owner signs in with.
 */
export async function seedDemo({ db, now, password }: DemoOptions): Promise<{ email: string }> {
  const world = new DemoWorld(db, uuidv7(), now);
  await foundOrganization(world, password);
  const moments = [
    ...reportMachines(world),
    ...tendCatalog(world),
    ...tendRisks(world),
    ...tendAgents(world),
    ...tellRequests(world),
    ...tellAdvisories(world),
    ...listRegistry(world),
    ...nights(world),
  ];
  moments.sort((one, other) => other.at - one.at);
  for (const moment of moments) await moment.run();
  return { email: OWNER.email };
}

/** The nights nobody's worker ran: days without a count, which stay a gap. */
const AWAY = [38, 39];

/** What the sweep would have done meanwhile, right after each midnight of the organization. */
function nights(world: DemoWorld): Moment[] {
  return Array.from({ length: DAYS }, (_, ago) => ago)
    .filter((ago) => !AWAY.includes(ago))
    .map((ago) => world.daysSinceMidnight(ago))
    .filter((at) => at > 0)
    .map((at) => ({
      at,
      run: async () => {
        const ctx = world.system(at);
        await endGrants(ctx);
        await expireRequests(ctx);
        await recordCoverageDay(ctx);
      },
    }));
}
