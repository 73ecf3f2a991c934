import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import type { CallReason } from "./call-reasons.ts";

/** How the installations a call may come from differ from what was approved. */
export type LaunchFacts = {
  /** what changed launches come to: of the installation, or of each on the calling device when none was named */
  launchDrifts: DriftClass[];
  /** the same of every installation of this person's, on any device; an agent has none */
  personLaunchDrifts: DriftClass[];
  /** an installation was named, or a device's own key asks */
  isPlaceKnown: boolean;
};

/** One tool held against its pin. */
export type ToolFacts = {
  pinnedHash: string | null;
  /** null: the newest list does not name it */
  currentHash: string | null;
  /** somebody approved this server with its tools known */
  hasPins: boolean;
  /** the newest list was reported or confirmed by somebody who may */
  isListTrusted: boolean;
  /** what this tool's difference from its pin comes to; null: there is none, or nobody classified this one */
  drift: DriftClass | null;
  /** the strictest of all that changed at this server, and of what changed for the whole of it */
  serverDrift: DriftClass | null;
  wholeDrift: DriftClass | null;
};

/**
 * Against the pinned launches. One whose change blocks stops all of its person's calls to the server and nobody else's: a
 * report is only its person's word. A call that may come from any of several is refused while one of them needs a decision.
 */
export function launchReasonOf({
  launchDrifts,
  personLaunchDrifts,
  isPlaceKnown,
}: LaunchFacts): CallReason | null {
  if (personLaunchDrifts.includes("block")) return "server_drifted";
  if (launchDrifts.some((drift) => drift !== "note")) return "server_changed";
  return !isPlaceKnown && personLaunchDrifts.includes("re_approve") ? "installation_needed" : null;
}

/**
 * Against the pinned tool set. A server approved before anybody looked at its tools has no pins: the grant holds by
 * name until a trusted list exists, and from then on its tools need a decision. A difference lets calls through only
 * when it was classified as a note.
 */
export function driftOf(tool: ToolFacts, seenHash: string | null): CallReason | null {
  if (!tool.hasPins) return tool.isListTrusted ? "tool_not_pinned" : null;
  if (tool.serverDrift === "block") return "server_drifted";
  if (tool.wholeDrift === "block" || tool.wholeDrift === "re_approve") return "server_changed";
  const isNoted = tool.isListTrusted && tool.currentHash !== null && tool.drift === "note";
  if (tool.pinnedHash === null && !isNoted) return "tool_not_pinned";
  const isSeenKnown = seenHash === tool.pinnedHash || (isNoted && seenHash === tool.currentHash);
  if (seenHash !== null && !isSeenKnown) return "tool_changed";
  if (!tool.isListTrusted) return null;
  if (tool.currentHash === null) return "tool_not_listed";
  return tool.currentHash === tool.pinnedHash || isNoted ? null : "tool_changed";
}
