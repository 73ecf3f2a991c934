import type { ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import type { ServerDetail } from "#app/domain/inventory/server-queries.server.ts";
import type { ServerFinding } from "#app/domain/inventory/server-use-queries.server.ts";
import { CodeSnippet } from "#app/ui/code-snippet.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { plural } from "#app/ui/plural.ts";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { toolClassLook } from "#app/ui/tones.ts";
import type { ServerContent } from "./server-content.server.ts";
import { ManifestTable } from "./server-manifests.tsx";
import { tabHref } from "./server-tabs.ts";
import { ServerUsers } from "./server-users.tsx";
import { probeCommand } from "./server-words.ts";

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
          <ServerUsers org={org} rows={content.first} you={you} now={now} zone={zone} />
        ) : (
          <p className="text-muted">No installation that you can see.</p>
        )}
      </Section>
      <Section title="Findings">
        <Findings findings={content.findings} installations={server.installations} />
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

/** Nobody asked is not the same as no tools. */
export function ToolsUnknown({ identity }: { identity: string }) {
  const command = probeCommand(identity);
  return (
    <EmptyState
      kind="nothing-yet"
      title="Tools have not been listed"
      action={command ? <CodeSnippet title="Run this on an enrolled device" code={command} /> : undefined}
    >
      <p>
        Nobody has chosen to ask this server yet, so what it can touch is not known.{" "}
        {command
          ? "The command line starts it once in a limited process, without your files and variables, and reports its tools."
          : "Only servers from npm can be asked from the command line."}
      </p>
    </EmptyState>
  );
}

function Findings({
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
          className="grid gap-x-4 gap-y-1 py-2 sm:grid-cols-[88px_minmax(0,1fr)]"
        >
          <RiskBadge risk={finding.severity} />
          <div className="max-w-[72ch]">
            <p className="font-medium">
              <SafeText text={finding.sentence} />
            </p>
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
