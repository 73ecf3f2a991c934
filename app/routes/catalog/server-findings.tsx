import type { ServerFinding } from "#app/domain/inventory/server-use-queries.server.ts";
import { plural } from "#app/ui/plural.ts";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";

/** The same remark once, with how often it stands, and what mends it. */
export function ServerFindings({
  findings,
  installations,
}: {
  findings: readonly ServerFinding[];
  installations: number;
}) {
  if (installations === 0) {
    return <p className="text-muted">Not looked yet: findings come from installations, and none is seen.</p>;
  }
  if (findings.length === 0) {
    const looked = plural(installations, { one: "# installation", other: "# installations" });
    return <p className="text-muted">None found in {looked}.</p>;
  }
  return (
    <ul className="divide-y divide-line border-line border-y">
      {findings.map((finding) => (
        <li
          key={`${finding.rule} ${finding.sentence}`}
          className="grid items-start gap-x-4 gap-y-1 py-2 sm:grid-cols-[88px_minmax(0,1fr)]"
        >
          <RiskBadge risk={finding.severity} />
          <div className="max-w-[72ch]">
            <div className="font-medium">
              <SafeText text={finding.sentence} />
            </div>
            <p>{finding.remedy}</p>
            <p className="text-muted">
              In {plural(finding.installations, { one: "# installation", other: "# installations" })} of{" "}
              {plural(finding.people, { one: "# person", other: "# people" })}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
