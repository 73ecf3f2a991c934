import type { ServerDetail } from "#app/domain/inventory/server-queries.server.ts";
import { totalTools } from "#app/routes/inventory/touch-words.ts";
import { Section } from "#app/ui/section.tsx";
import { ServerAdvisories } from "./server-advisories.tsx";
import { ServerConnection } from "./server-connection.tsx";
import type { ServerContent } from "./server-content.server.ts";
import { ServerDeclared } from "./server-declared.tsx";
import { ServerFindings } from "./server-findings.tsx";
import { ServerLooks } from "./server-looks.tsx";
import { ManifestTable } from "./server-manifests.tsx";
import { ServerPackage } from "./server-package.tsx";
import { tabHref } from "./server-tabs.ts";
import { ToolsUnknown } from "./server-tools-unknown.tsx";
import { ServerTouches } from "./server-touches.tsx";
import { ServerUsers } from "./server-users.tsx";
import { TrustSummary } from "./trust-summary.tsx";

type ServerOverviewProps = {
  org: string;
  server: ServerDetail;
  content: Extract<ServerContent, { tab: "overview" }>;
  you: string;
  now: Date;
  zone: string;
  mayConfirm: boolean;
  mayLook: boolean;
};

export function ServerOverview(props: ServerOverviewProps) {
  const { org, server, content, you, now, zone, mayConfirm, mayLook } = props;
  const installationsHref = tabHref(org, server.id, "installations");
  return (
    <>
      <Section
        title="Trust"
        actions={
          <a className="link" href={tabHref(org, server.id, "evidence")}>
            See every row
          </a>
        }
      >
        <TrustSummary trust={content.trust} since={content.since} />
      </Section>
      <Section title="What it can touch">
        {server.tools ? (
          <ServerTouches
            org={org}
            rows={content.touched}
            tools={totalTools(server.tools)}
            href={tabHref(org, server.id, "tools")}
            hidden={content.hidden.length}
          />
        ) : (
          <ToolsUnknown identity={server.identity} looks={content.looks.rows} />
        )}
        <ServerDeclared org={org} declared={content.declared} now={now} zone={zone} />
      </Section>
      <ServerLooks
        org={org}
        serverId={server.id}
        isRemote={server.kind === "remote"}
        looks={content.looks}
        now={now}
        zone={zone}
      />
      <ServerConnection
        org={org}
        serverId={server.id}
        connection={content.connection}
        isRemote={server.kind === "remote"}
        mayLook={mayLook}
        now={now}
        zone={zone}
      />
      <ServerAdvisories org={org} matches={content.advisories} />
      {content.package ? (
        <ServerPackage
          org={org}
          serverId={server.id}
          looks={content.package}
          mayLook={mayLook}
          now={now}
          zone={zone}
        />
      ) : null}
      <Section
        title="Who uses it"
        actions={
          server.installations > content.first.length ? (
            <a className="link" href={installationsHref}>
              All {server.installations} installations
            </a>
          ) : undefined
        }
      >
        {content.first.length > 0 ? (
          <ServerUsers org={org} rows={content.first} you={you} now={now} zone={zone} isShort />
        ) : (
          <p className="text-muted">No installation that you can see.</p>
        )}
      </Section>
      <Section title="Findings">
        <ServerFindings findings={content.findings} installations={server.installations} />
      </Section>
      {content.manifests.length > 0 ? (
        <Section
          title="Lists of tools"
          intro="What the server said of itself, by whom it was seen. Only a confirmed list is held against an approval."
        >
          <ManifestTable
            org={org}
            serverId={server.id}
            rows={content.manifests}
            now={now}
            zone={zone}
            mayConfirm={mayConfirm}
          />
        </Section>
      ) : null}
    </>
  );
}
