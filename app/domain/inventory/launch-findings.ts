import { autoApproved } from "./findings/approvals.ts";
import { containerReach } from "./findings/containers.ts";
import type { LaunchFinding, SeenEntry } from "./findings/finding.ts";
import { homeMounted } from "./findings/folders.ts";
import { imitatedName, typosquat } from "./findings/lookalikes.ts";
import { unpinned } from "./findings/pinning.ts";
import { literalSecrets, secretsInGit } from "./findings/secrets.ts";
import { downloadsAndRuns, shellWrapper } from "./findings/shells.ts";
import { plainHttp, tlsUnchecked } from "./findings/transport.ts";
import type { Launch } from "./scan-inputs.ts";

export type { LaunchFinding } from "./findings/finding.ts";

const RULES: readonly ((entry: SeenEntry) => LaunchFinding[])[] = [
  literalSecrets,
  secretsInGit,
  unpinned,
  typosquat,
  imitatedName,
  plainHttp,
  tlsUnchecked,
  homeMounted,
  containerReach,
  shellWrapper,
  downloadsAndRuns,
  autoApproved,
];

/**
 * Every finding on a launch, at most one per rule and place. It reads the redacted launch and what is known of its entry
 * only, so the device and the server say the same. Each rule is linear in the length of the launch.
 */
export function findingsOf(launch: Launch, known: Omit<SeenEntry, "launch"> = {}): LaunchFinding[] {
  const findings = RULES.flatMap((rule) => rule({ ...known, launch }));
  const seen = new Set<string>();
  return findings.filter(({ rule, where }) => {
    const place = `${rule} ${where}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
