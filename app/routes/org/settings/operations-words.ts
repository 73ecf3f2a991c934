import type { Operations } from "#app/domain/identity/operations-queries.server.ts";
import type { Heartbeat } from "#app/domain/identity/operations-rules.ts";
import { plural } from "#app/ui/plural.ts";

/** "ran 40 s ago", or what does not happen meanwhile. */
export function heartbeatSentence({ state, secondsAgo }: Heartbeat): string {
  if (state === "fresh") return `The background work ran ${ago(secondsAgo ?? 0)} ago.`;
  const since = state === "late" ? `has not run for ${ago(secondsAgo ?? 0)}` : "has never run";
  return `The background work ${since}. Calls are decided as ever, but ends are not noted, people are not told and no mail goes out. Start a process with ROLE=all or ROLE=worker and look at its log.`;
}

export function secretsSentence({ sealed, withFormerKey }: Operations["secrets"]): string {
  if (sealed === 0) return "None kept";
  const all = plural(sealed, { one: "# secret", other: "# secrets" });
  if (withFormerKey === 0) return `${all}, all sealed with the key of now`;
  return `${all}, ${withFormerKey} still sealed with a former key; the sweep seals them anew within a minute`;
}

function ago(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3_600)} h`;
}
