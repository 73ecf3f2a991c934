import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import type { RequestPage } from "./request-page.server.ts";

const MOST = 10;

/** Open findings of the server, the worst first; what many installations share stands once. */
export function FindingList({ page: { request, org } }: { page: RequestPage }) {
  const groups = new Map<string, { finding: (typeof request.findings)[number]; places: Set<string> }>();
  for (const finding of request.findings) {
    const key = `${finding.rule} ${finding.sentence}`;
    const group = groups.get(key) ?? { finding, places: new Set() };
    group.places.add(finding.installationId);
    groups.set(key, group);
  }
  if (groups.size === 0) return null;
  const shown = [...groups].slice(0, MOST);
  return (
    <>
      <ul className="divide-y divide-line border-line border-y">
        {shown.map(([key, { finding, places }]) => (
          <li key={key} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2">
            <RiskBadge risk={finding.severity} />
            <div className="min-w-0 flex-1 basis-60">
              <SafeText text={finding.sentence} />
              <p className="text-muted">
                {finding.remedy}{" "}
                {plural(places.size, { one: "In # installation.", other: "In # installations." })}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {groups.size > MOST ? (
        <p className="hint mt-2">
          <a className="link" href={paths.server(org, request.server.id)}>
            {groups.size - MOST} more on the server's page
          </a>
        </p>
      ) : null}
    </>
  );
}
