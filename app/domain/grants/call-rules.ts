import { driftOf, type LaunchFacts, launchReasonOf, type ToolFacts } from "./call-pin-rules.ts";
import type { CallReason } from "./call-reasons.ts";

/** Subjects a block can name that one call is about. */
export const CALL_SUBJECTS = [
  "organization",
  "agent",
  "member",
  "team",
  "device",
  "token",
  "server",
  "release",
  "tool",
] as const;
type BlockedKind = (typeof CALL_SUBJECTS)[number];

export type GrantFacts = {
  id: string;
  environment: string;
  tools: string[] | null;
  release: string | null;
  isRevoked: boolean;
  isEnded: boolean;
  isScheduled: boolean;
  isSuspended: boolean;
};

/** Everything one decision rests on, as one read found it at one moment. */
export type CallFacts = LaunchFacts & {
  /** whose call it is, or who answers for the agent whose call it is */
  member: { isActive: boolean };
  /** null: a member's own call */
  agent: { isRetired: boolean; environment: string } | null;
  /** null: not in the catalog */
  server: { id: string } | null;
  blocked: BlockedKind[];
  /** null: none named. `isMismatch`: not this person's, another server or device, removed, or named for an agent */
  installation: { environment: string; release: string | null; isMismatch: boolean } | null;
  /** where this server stands on the calling device, when no installation was named */
  deviceEnvironments: string[];
  keyEnvironment: string | null;
  grants: GrantFacts[];
  tool: ToolFacts;
};

export type AskedCall = { tool: string; release: string | null; toolHash: string | null };
export type CallVerdict = { reason: CallReason; grantId: string | null; environment: string | null };

/** Decides one call: deny by default, blocks before grants, the most telling reason of a refusal. */
export function decideCall(facts: CallFacts, asked: AskedCall): CallVerdict {
  const refuse = (reason: CallReason, environment: string | null = null): CallVerdict => ({
    reason,
    grantId: null,
    environment,
  });
  if (facts.blocked.includes("organization")) return refuse("organization_blocked");
  if (facts.agent?.isRetired) return refuse("agent_retired");
  if (!facts.member.isActive) return refuse(facts.agent ? "agent_owner_gone" : "member_inactive");
  if (!facts.server) return refuse("server_unknown");
  for (const kind of CALL_SUBJECTS) {
    if (!facts.blocked.includes(kind)) continue;
    const isOwners = facts.agent !== null && (kind === "member" || kind === "team");
    return refuse(isOwners ? "agent_owner_blocked" : `${kind}_blocked`);
  }
  if (facts.installation?.isMismatch) return refuse("installation_mismatch");
  const place = environmentOf(facts);
  if ("reason" in place) return refuse(place.reason);
  const { environment } = place;
  const releases = [facts.installation?.release ?? null, asked.release].filter((release) => release !== null);
  const judged = facts.grants.map((grant) => ({ grant, ...judge(grant, environment, releases, asked.tool) }));
  const best = judged.reduce<(typeof judged)[number] | null>(
    (before, now) => (before === null || now.steps > before.steps ? now : before),
    null,
  );
  if (!best) return refuse("no_grant", environment);
  if (best.reason !== "allowed") return refuse(best.reason, environment);
  const launch = launchReasonOf(facts);
  if (launch) return refuse(launch, environment);
  const drift = driftOf(facts.tool, asked.toolHash);
  if (drift) return refuse(drift, environment);
  return { reason: "allowed", grantId: best.grant.id, environment };
}

/** From the agent, the installation or the key, never from the caller; all must agree that say something. */
function environmentOf(facts: CallFacts): { environment: string } | { reason: CallReason } {
  const place = facts.agent ?? facts.installation;
  const seen = place ? [place.environment] : facts.deviceEnvironments;
  if (seen.length > 1) return { reason: "environment_unknown" };
  const environment = seen[0] ?? facts.keyEnvironment;
  if (!environment) return { reason: "environment_unknown" };
  if (facts.keyEnvironment && facts.keyEnvironment !== environment) return { reason: "environment_conflict" };
  return { environment };
}

/** How far a grant gets; the one that gets furthest names the reason. */
function judge(
  grant: GrantFacts,
  environment: string,
  releases: string[],
  tool: string,
): { steps: number; reason: CallReason } {
  const isRelease = releases.length > 0 && releases.every((release) => release === grant.release);
  const hurdles: [boolean, CallReason][] = [
    [grant.isRevoked, "grant_revoked"],
    [grant.isEnded, "grant_ended"],
    [grant.isScheduled, "grant_scheduled"],
    [grant.environment !== environment, "environment_not_granted"],
    [grant.isSuspended, "grant_suspended"],
    [grant.release !== null && !isRelease, "release_not_granted"],
    [grant.tools !== null && !grant.tools.includes(tool), "tool_not_granted"],
  ];
  const steps = hurdles.findIndex(([isHit]) => isHit);
  const hit = hurdles[steps];
  return hit ? { steps, reason: hit[1] } : { steps: hurdles.length, reason: "allowed" };
}
