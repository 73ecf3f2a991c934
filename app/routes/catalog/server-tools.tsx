import type { ServerDetail, ToolRow } from "#app/domain/inventory/server-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { ToolList } from "#app/ui/tool-list.tsx";
import { ServerBeside } from "./server-beside.tsx";
import type { ServerContent } from "./server-content.server.ts";
import { DriftedTools } from "./server-drift-tools.tsx";
import { driftSentence } from "./server-drift-words.ts";
import { ServerHidden } from "./server-hidden.tsx";
import { ToolsUnknown } from "./server-tools-unknown.tsx";

type ServerToolsProps = {
  org: string;
  server: ServerDetail;
  content: Extract<ServerContent, { tab: "tools" }>;
  now: Date;
  zone: string;
};

const pinNotes = {
  same: "as approved",
  added: "new since the approval",
  changed: "changed since the approval",
  gone: "gone since the approval",
} as const;

export function ServerTools({ org, server, content, now, zone }: ServerToolsProps) {
  const { tools, drift, foot } = content;
  if (!server.manifest) return <ToolsUnknown identity={server.identity} looks={content.looks} />;
  return (
    <>
      {drift.rows.length > 0 ? (
        <Section
          title="Since the approval"
          intro={driftSentence(drift)}
          actions={
            <a className="link" href={paths.serverDrift(org, server.id)}>
              {drift.nextCursor ? "See every difference" : "See its drift"}
            </a>
          }
        >
          <DriftedTools rows={drift.rows} />
        </Section>
      ) : null}
      <ServerHidden org={org} rows={content.hidden} />
      <Section
        title="Tools"
        intro={
          <>
            As release {server.manifest.release} listed them, reported by {server.manifest.reportedBy}{" "}
            <RelativeTime at={server.manifest.observedAt} now={now} zone={zone} />
            {server.manifest.isConfirmed ? ", confirmed." : ", not confirmed by security yet."} Descriptions
            are the server's own words; where a class is inferred, it comes from open rules.
          </>
        }
      >
        {tools.length === 0 ? (
          <EmptyState kind="nothing-yet" title="The server lists no tools">
            It was asked and answered with an empty list.
          </EmptyState>
        ) : (
          <>
            <ToolList label="Tools" tools={tools.map(shownTool)} />
            <TableFoot {...foot} />
          </>
        )}
      </Section>
      <ServerBeside beside={content.beside} hidden={content.hidden} />
    </>
  );
}

function shownTool(tool: ToolRow) {
  return {
    name: tool.name,
    toolClass: tool.class ?? ("undeclared" as const),
    source: tool.classSource ?? undefined,
    touches: tool.touches,
    description: tool.description,
    ...(tool.pin ? { note: pinNotes[tool.pin] } : {}),
  };
}
