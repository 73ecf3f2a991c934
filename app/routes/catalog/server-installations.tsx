import { paths } from "#app/http/paths.ts";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import type { ServerContent } from "./server-content.server.ts";
import { tabHref } from "./server-tabs.ts";
import { ServerUsers } from "./server-users.tsx";

type ServerInstallationsProps = {
  org: string;
  serverId: string;
  content: Extract<ServerContent, { tab: "installations" }>;
  you: string;
  now: Date;
  zone: string;
};

export function ServerInstallations({ org, serverId, content, you, now, zone }: ServerInstallationsProps) {
  if (content.rows.length === 0) {
    return (
      <EmptyState
        kind="nothing-yet"
        title="No installation that you can see"
        action={
          <a className="link" href={paths.scan(org)}>
            Scan your machine
          </a>
        }
      >
        When a scan finds this server in somebody's client, it stands here with person, device and status.
      </EmptyState>
    );
  }
  const base = tabHref(org, serverId, "installations");
  return (
    <>
      <ServerUsers
        org={org}
        rows={content.rows}
        you={you}
        now={now}
        zone={zone}
        sort={content.sort}
        hrefFor={(sort) => `${base}&sort=${sort}`}
      />
      <TableFoot {...content.foot} />
    </>
  );
}
