import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { giveUpLostAdvisoryImports } from "#app/domain/advisories/give-up-lost-advisory-imports.server.ts";
import { matchAdvisories } from "#app/domain/advisories/match-advisories.server.ts";
import { reclassifyTools } from "#app/domain/catalog/reclassify-tools.server.ts";
import { askDueLooks } from "#app/domain/connections/ask-due-looks.server.ts";
import { assessConnections } from "#app/domain/connections/assess-connections.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { endGrants } from "#app/domain/grants/end-grants.server.ts";
import { emptyMemberImports } from "#app/domain/identity/empty-member-imports.server.ts";
import { endStaleSessions } from "#app/domain/identity/end-stale-sessions.server.ts";
import { forgetIdempotencyKeys } from "#app/domain/identity/forget-idempotency-keys.server.ts";
import { forgetOpenidFlows } from "#app/domain/identity/forget-openid-flows.server.ts";
import { resealAccounts } from "#app/domain/identity/reseal-accounts.server.ts";
import { resealSecrets } from "#app/domain/identity/reseal-secrets.server.ts";
import { forgetStaleSteps } from "#app/domain/identity/sign-in-step.server.ts";
import { markDemands } from "#app/domain/inventory/mark-demands.server.ts";
import { noteSilentDevices } from "#app/domain/inventory/note-silent-devices.server.ts";
import { readCredentials } from "#app/domain/inventory/read-credentials.server.ts";
import { settleInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { deleteOrganization } from "#app/domain/keeping/delete-organization.server.ts";
import { forgetOld } from "#app/domain/keeping/forget-old.server.ts";
import { forgetNotices } from "#app/domain/notifications/forget-notices.server.ts";
import { makeDigests } from "#app/domain/notifications/make-digests.server.ts";
import { tellAgentReviews } from "#app/domain/notifications/tell-agent-reviews.server.ts";
import { tellGrantsEnding } from "#app/domain/notifications/tell-grants-ending.server.ts";
import { tellKeysEnding } from "#app/domain/notifications/tell-keys-ending.server.ts";
import { tellSilentDevices } from "#app/domain/notifications/tell-silent-devices.server.ts";
import { tellWaitingRequests } from "#app/domain/notifications/tell-waiting-requests.server.ts";
import { recordCoverageDay } from "#app/domain/overview/record-coverage-day.server.ts";
import { askDuePackageLooks } from "#app/domain/packages/ask-due-package-looks.server.ts";
import { emptyRemovedRegistries } from "#app/domain/registries/empty-removed-registries.server.ts";
import { startDueImports } from "#app/domain/registries/start-due-imports.server.ts";
import { expireRequests } from "#app/domain/requests/expire-requests.server.ts";
import { tendDriftRequests } from "#app/domain/requests/tend-drift-requests.server.ts";
import { tendLaunchRequests } from "#app/domain/requests/tend-launch-requests.server.ts";
import { countTrust } from "#app/domain/trust/count-trust.server.ts";
import type { JobWorld } from "./job-world.ts";

const GOING = "going";
const LOOKS = 50;
const ROUNDS = 10;
/** Devices whose stored launches are read anew in one transaction, and such transactions in a round. */
const DEVICES = 100;
const READINGS = 20;
type Chore = (ctx: Ctx) => Promise<unknown>;

const BATCH = 200;
/** Of an organization that is deleted: rows in one transaction, and transactions before the others have their turn. */
const DELETED_AT_ONCE = 1_000;
const DELETION_STEPS = 60;
/** Each has up to 5,000 lines. */
const IMPORTS = 5;
/** Each has up to 2,000 tools. */
const SERVERS = 20;
/** Packages looked up in a round. */
const PACKAGES = 20;
/** Releases of servers held against all advisories in one transaction. */
const RELEASES = 20;

/** What time alone brings about in one organization. None of it decides a call: validity is computed at read. */
const CHORES: Record<string, Chore> = {
  // the first: of an organization that is going, nothing else is looked after
  deleteOrganization: async (ctx) => {
    for (let step = 0; step < DELETION_STEPS; step += 1) {
      const deletion = await deleteOrganization(ctx, { limit: DELETED_AT_ONCE });
      if (deletion === "stays") return "stays";
      if (deletion === "gone") break;
    }
    return GOING;
  },
  endGrants: (ctx) => untilFewer(async () => (await endGrants(ctx, { limit: BATCH })).ended),
  expireRequests: (ctx) => untilFewer(async () => (await expireRequests(ctx, { limit: BATCH })).expired),
  tendDriftRequests: (ctx) => untilFewer(async () => (await tendDriftRequests(ctx, { limit: BATCH })).tended),
  tendLaunchRequests: (ctx) =>
    untilFewer(async () => (await tendLaunchRequests(ctx, { limit: BATCH })).tended),
  forgetIdempotencyKeys,
  resealSecrets: (ctx) => untilFewer(async () => (await resealSecrets(ctx, { limit: BATCH })).resealed),
  forgetOld: async (ctx) => {
    while ((await forgetOld(ctx, { limit: BATCH })).isMore);
  },
  forgetOpenidFlows,
  emptyMemberImports: async (ctx) => {
    while ((await emptyMemberImports(ctx, { limit: IMPORTS })).emptied === IMPORTS);
  },
  startDueImports,
  tellGrantsEnding,
  tellKeysEnding,
  tellAgentReviews,
  tellSilentDevices,
  tellWaitingRequests,
  makeDigests,
  forgetNotices: (ctx) => untilFewer(async () => (await forgetNotices(ctx, { limit: BATCH })).forgotten),
  reclassifyTools: async (ctx) => {
    while ((await reclassifyTools(ctx, { limit: SERVERS })).servers === SERVERS);
  },
  askDuePackageLooks: (ctx) => askDuePackageLooks(ctx, { limit: PACKAGES }),
  giveUpLostAdvisoryImports: (ctx) =>
    untilFewer(async () => (await giveUpLostAdvisoryImports(ctx, { limit: BATCH })).ended),
  matchAdvisories: async (ctx) => {
    for (let round = 0; round < ROUNDS; round += 1)
      if ((await matchAdvisories(ctx, { limit: RELEASES })).looked < RELEASES) break;
  },
  noteSilentDevices: (ctx) => untilFewer(async () => (await noteSilentDevices(ctx, { limit: BATCH })).noted),
  readCredentials: async (ctx) => {
    await markDemands(ctx, "looks");
    for (let round = 0; round < READINGS; round += 1)
      if ((await readCredentials(ctx, { limit: DEVICES })).read === 0) break;
  },
  settleInventory,
  // once a round: a long list is gone through over some minutes
  assessConnections: async (ctx) => {
    for (let round = 0; round < ROUNDS; round += 1)
      if ((await assessConnections(ctx, { limit: LOOKS })).assessed < LOOKS) break;
  },
  // once a round some: what an import told of is counted by its own job
  countTrust: async (ctx) => {
    for (let round = 0; round < ROUNDS; round += 1)
      if ((await emptyRemovedRegistries(ctx, { limit: BATCH })).emptied < BATCH) break;
    for (let round = 0; round < ROUNDS; round += 1) if (!(await countTrust(ctx)).isMore) break;
  },
  askDueLooks: (ctx) => askDueLooks(ctx, { limit: LOOKS }),
  recordCoverageDay,
};

/** Each batch is a transaction of its own, so that a long absence of the worker locks nothing for long. */
async function untilFewer(batch: () => Promise<number>): Promise<void> {
  while ((await batch()) === BATCH);
}

/**
 * Goes through every organization once. One organization's trouble keeps no other from its turn; afterwards the
 * job fails, so that it is seen.
 */
export async function sweep(world: JobWorld): Promise<void> {
  const now = world.now();
  await endStaleSessions(world.db, now);
  await forgetStaleSteps(world.db, now);
  await resealAccounts(world.db, BATCH);
  const organizations = await world.db.execute<{ id: string }>(
    sql`select id from lookup_organization_ids() as id`,
  );
  let failed = 0;
  for (const { id } of organizations) {
    for (const [name, chore] of Object.entries(CHORES)) {
      const ctx: Ctx = {
        db: world.db,
        orgId: id,
        now,
        actor: { kind: "system", job: "sweep" },
        requestId: `sweep-${uuidv7()}`,
        from: null,
      };
      try {
        if ((await chore(ctx)) === GOING) break;
      } catch (error) {
        failed += 1;
        world.onError(error, `sweep ${name} ${id}`);
      }
    }
  }
  if (failed > 0) throw new Error(`${failed} chores of this sweep failed.`);
}
