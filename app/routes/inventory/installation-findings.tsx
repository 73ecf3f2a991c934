import { RULE_WORDS } from "#app/domain/inventory/findings/rule-words.ts";
import type { InstallationDetail } from "#app/domain/inventory/installation-queries.server.ts";
import { LAUNCH_RULES } from "#app/domain/inventory/inventory-words.ts";
import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";

type Findings = {
  org: string;
  findings: InstallationDetail["findings"];
  lookedAt: Date | null;
  now: Date;
  zone: string;
};

/** What the rules say of this launch: where, what it means, and what to do. */
export function InstallationFindings({ org, findings, lookedAt, now, zone }: Findings) {
  const open = findings.filter((finding) => finding.resolvedAt === null);
  const resolved = findings.filter((finding) => finding.resolvedAt !== null).length;
  return (
    <>
      {open.length === 0 ? (
        <p>
          None found. {LAUNCH_RULES.length} rules looked at the launch
          {lookedAt ? (
            <>
              {" "}
              <RelativeTime at={lookedAt} now={now} zone={zone} />
            </>
          ) : null}
          .
        </p>
      ) : (
        <ul className="divide-y divide-line border-line border-y">
          {open.map((finding) => (
            <li key={finding.id} className="grid gap-1 py-3">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <h3 className="text-base">
                  <a href={paths.finding(org, finding.id)}>{RULE_WORDS[finding.rule].title}</a>
                </h3>
                <RiskBadge risk={finding.severity} />
                <code className="text-muted">{finding.where}</code>
                {finding.acceptedUntil && finding.acceptedUntil > now ? (
                  <span className="text-muted">
                    accepted until <RelativeTime at={finding.acceptedUntil} now={now} zone={zone} exact />
                  </span>
                ) : null}
              </div>
              <p className="max-w-[72ch] text-base">{finding.sentence}</p>
              <p className="max-w-[72ch] text-muted">{RULE_WORDS[finding.rule].why}</p>
              <p className="max-w-[72ch] text-muted">
                {finding.remedy} First seen <RelativeTime at={finding.firstSeenAt} now={now} zone={zone} />.
              </p>
            </li>
          ))}
        </ul>
      )}
      {resolved > 0 ? (
        <p className="hint mt-2">
          {resolved === 1 ? "1 earlier finding holds" : `${resolved} earlier findings hold`} no longer.
        </p>
      ) : null}
    </>
  );
}
