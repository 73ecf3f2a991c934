import type { AdvisorySeverity } from "#app/domain/advisories/advisory-words.ts";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { Status } from "#app/ui/status.tsx";
import { MALICIOUS_LOOK, UNKNOWN_SEVERITY } from "./advisory-looks.ts";

/** How bad an advisory is: malicious stands above every severity, and one nobody rated is no low one. */
export function SeverityMark({
  severity,
  isMalicious,
}: {
  severity: AdvisorySeverity;
  isMalicious: boolean;
}) {
  if (isMalicious) return <Status look={MALICIOUS_LOOK} />;
  return severity === "unknown" ? <Status look={UNKNOWN_SEVERITY} /> : <RiskBadge risk={severity} />;
}
