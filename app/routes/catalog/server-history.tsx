import type { ServerEvent } from "#app/domain/requests/server-page-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import type { IconName } from "#app/ui/icon-names.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Timeline } from "#app/ui/timeline.tsx";
import type { Tone } from "#app/ui/tones.ts";
import type { ServerContent } from "./server-content.server.ts";

type ServerHistoryProps = {
  org: string;
  content: Extract<ServerContent, { tab: "history" }>;
  you: string;
  now: Date;
  zone: string;
};

/** Audit events of the server, its tools, requests and grants, newest first. */
export function ServerHistory({ org, content, you, now, zone }: ServerHistoryProps) {
  const { rows, olderHref, newestHref } = content;
  if (rows.length === 0) {
    return (
      <EmptyState kind="nothing-yet" title="Nothing was decided about this server yet">
        Requests, decisions, blocks and lists of tools appear here, each with who did it and when.
      </EmptyState>
    );
  }
  return (
    <>
      <Timeline
        label="History, newest first"
        entries={rows.map((row) => ({
          key: row.id,
          ...lookOf(row.verb),
          sentence: (
            <a href={`${paths.audit(org)}?event=${row.id}`}>
              <span className="font-medium">{actorName(row, you)}</span> {row.action}
            </a>
          ),
          time: <RelativeTime at={row.at} now={now} zone={zone} exact />,
          ...(row.reason ? { note: <SafeText text={row.reason} quoted /> } : {}),
        }))}
      />
      <nav aria-label="Pages" className="action-bar">
        {newestHref ? <ButtonLink href={newestHref}>Newest events</ButtonLink> : null}
        {olderHref ? <ButtonLink href={olderHref}>Older events</ButtonLink> : null}
      </nav>
    </>
  );
}

function actorName(row: ServerEvent, you: string): string {
  if (row.actorKind === "operator") return "The operator";
  if (row.actorKind === "system") return "Castellan";
  return row.actorId === you ? "You" : (row.actorName ?? "Somebody");
}

function lookOf(verb: string): { icon: IconName; tone?: Tone } {
  if (verb === "server.block") return { icon: "ban", tone: "red" };
  if (verb === "request.approve") return { icon: "circle-check", tone: "green" };
  if (verb === "request.deny" || verb === "grant.revoke" || verb === "grant.suspend") {
    return { icon: "x", tone: "red" };
  }
  if (verb.startsWith("manifest.")) return { icon: "list-checks" };
  if (verb.startsWith("request.")) return { icon: "send" };
  if (verb.startsWith("grant.")) return { icon: "ticket-check" };
  return { icon: "history" };
}
