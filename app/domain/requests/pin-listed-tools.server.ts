import type { Transaction } from "#app/db/client.server.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { can } from "#app/domain/permissions.ts";
import type { Decider } from "#app/domain/requests/decider-rules.ts";
import { freezeDrift } from "#app/domain/requests/drift-evidence-queries.server.ts";
import { findStandingDrift, isHeld } from "#app/domain/requests/drift-holder-queries.server.ts";
import type { ServerEvidence } from "#app/domain/requests/evidence-queries.server.ts";
import type { FrozenEvidence } from "#app/domain/requests/request-words.ts";

type Pinning = { pins: false } | { pins: true; driftId: string | null; needsSeen: boolean };

/**
 * Whether an approval of access pins the tools listed now. The first does. Later pins count for everybody who has the server:
 * so a lead pins none, and what changed since, unless it is merely noted, has a request of its own as long as anybody has it.
 */
export async function agreePinning(
  tx: Transaction,
  ctx: Ctx,
  evidence: ServerEvidence,
  decider: Pick<Decider, "role">,
): Promise<Pinning> {
  const drift = await findStandingDrift(tx, ctx, evidence.server.id);
  const driftId = drift?.id ?? null;
  if (evidence.pinnedNames.length === 0) return { pins: true, driftId, needsSeen: false };
  if (!can({ role: decider.role, scopes: null }, "request.decide")) return { pins: false };
  const differs = evidence.tools.some((tool) => tool.pinnedHash !== tool.hash);
  const isChanged = drift ? drift.class !== "note" : differs;
  if (!isChanged) return { pins: true, driftId, needsSeen: false };
  if (await isHeld(tx, ctx, evidence.server.id)) return { pins: false };
  return { pins: true, driftId, needsSeen: true };
}

/** Pins the tools an approval of access stands on, before its grant is made. Returns what it accepts of a drift, to be kept with it. */
export async function pinListedTools(
  tx: Transaction,
  ctx: Ctx,
  evidence: ServerEvidence,
  by: { decider: Decider; hasSeen: boolean },
): Promise<Pick<FrozenEvidence, "drift">> {
  const agreed = await agreePinning(tx, ctx, evidence, by.decider);
  if (!agreed.pins || (agreed.needsSeen && !by.hasSeen)) return {};
  const frozen = await freezeDrift(tx, ctx, { driftId: agreed.driftId, launchDriftId: null });
  await pinTools(tx, ctx, { serverId: evidence.server.id, pinnedBy: by.decider.memberId });
  return frozen;
}
