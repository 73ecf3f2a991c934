import type { ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import type { ServerDetail } from "#app/domain/inventory/server-queries.server.ts";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { toolClassLook } from "#app/ui/tones.ts";
import type { ServerContent } from "./server-content.server.ts";
import { ServerFindings } from "./server-findings.tsx";
import { ManifestTable } from "./server-manifests.tsx";
import { tabHref } from "./server-tabs.ts";
import { ToolsUnknown } from "./server-tools-unknown.tsx";
import { ServerUsers } from "./server-users.tsx";

type ServerOverviewProps = {
  org: string;
  server: ServerDetail;
  content: Extract<ServerContent, { tab: "overview" }>;
  you: string;
  now: Date;
  zone: string;
  mayConfirm: boolean;
};

export function ServerOverview({ org, server, content, you, now, zone, mayConfirm }: ServerOverviewProps) {
  const installationsHref = tabHref(org, server.id, "installations");
  return (
    <>
      <Section title="What it can touch">
        {server.tools ? (
          <Touches tools={server.tools} href={tabHref(org, server.id, "tools")} />
        ) : (
          <ToolsUnknown identity={server.identity} />
        )}
      </Section>
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

const CLASSES = ["destructive", "write", "undeclared", "read"] as const;

function Touches({ tools, href }: { tools: NonNullable<ToolCounts>; href: string }) {
  const present = CLASSES.filter((name) => tools[name] > 0);
  const total = present.reduce((sum, name) => sum + tools[name], 0);
  if (total === 0) return <p>It was asked and lists no tools.</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {present.map((name) => (
        <Status key={name} look={toolClassLook[name]} detail={String(tools[name])} quiet />
      ))}
      <a className="link" href={href}>
        {plural(total, { one: "See the # tool", other: "See all # tools" })}
      </a>
      <p className="hint w-full">By what each tool says of itself. These are claims, not proof.</p>
    </div>
  );
}
