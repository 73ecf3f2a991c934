import { grantState } from "#app/domain/grants/grant-rules.ts";
import type { InstallationDetail } from "#app/domain/inventory/installation-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { grantLook } from "#app/ui/tones.ts";

type Grants = {
  org: string;
  grants: InstallationDetail["grants"];
  now: Date;
  zone: string;
  missing: boolean;
};

/** The grants an installation could rest on, the latest first. */
export function InstallationGrants({ org, grants, now, zone, missing }: Grants) {
  if (grants.length === 0) return <p>{missing ? "None. Nobody has approved it yet." : "None."}</p>;
  return (
    <ul className="divide-y divide-line border-line border-y">
      {grants.map((grant) => (
        <li key={grant.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <Status look={grantLook[grantState(grant, now)]} quiet />
          <a href={paths.grant(org, grant.id)} className="link">
            {grant.to}
          </a>
          <span>
            by {grant.by}, until <RelativeTime at={grant.endsAt} now={now} zone={zone} exact />
          </span>
          {grant.release ? <span className="text-muted">release {grant.release} only</span> : null}
        </li>
      ))}
    </ul>
  );
}
