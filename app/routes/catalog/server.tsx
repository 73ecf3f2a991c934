import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getServer } from "#app/domain/inventory/server-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { findWaitingRequest } from "#app/domain/requests/server-page-queries.server.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { totalTools } from "#app/routes/inventory/touch-words.ts";
import { CopyButton } from "#app/ui/copy-button.tsx";
import { DetailLayout } from "#app/ui/layout/detail-layout.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Tabs } from "#app/ui/layout/tabs.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { Status } from "#app/ui/status.tsx";
import { standingLook } from "#app/ui/tones.ts";
import { ServerAccess } from "./server-access.tsx";
import { ServerActions } from "./server-actions.tsx";
import { ServerAside } from "./server-aside.tsx";
import { ServerBanner } from "./server-banner.tsx";
import { readServerContent } from "./server-content.server.ts";
import { serverCrumbs } from "./server-crumbs.ts";
import { shownDrift } from "./server-drift-state.server.ts";
import { ServerEvidence } from "./server-evidence.tsx";
import { ServerHistory } from "./server-history.tsx";
import { ServerInstallations } from "./server-installations.tsx";
import { ServerOverview } from "./server-overview.tsx";
import { askedTab, type ServerTab, serverTabs, TAB_WORDS } from "./server-tabs.ts";
import { ServerTools } from "./server-tools.tsx";
import { kindWords, leadingStanding, notApprovedWords, useSentence } from "./server-words.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? titleOf(data.server.identity, data.content.tab) : "Server"} · Catalog · Castellan` },
];
export const handle = { crumbs: (data: unknown) => serverCrumbs(data) };

export const loader = memberLoader(async (ctx, { url, params }) => {
  const server = await getServer(ctx, params.serverId ?? "");
  const drift = await shownDrift(ctx, server.id);
  const waiting = server.openRequests > 0 ? await findWaitingRequest(ctx, server.id) : undefined;
  const tab = askedTab(url, ctx.actor);
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    you: ctx.actor.memberId,
    server,
    drift,
    waitingRequestId: waiting ?? null,
    may: {
      ask: can(ctx.actor, "request.create"),
      block: can(ctx.actor, "server.block"),
      look: can(ctx.actor, "connection.look"),
      confirm: can(ctx.actor, "manifest.confirm"),
      vouch: can(ctx.actor, "publisher.vouch"),
      audit: can(ctx.actor, "audit.read"),
      seeGrants: can(ctx.actor, "grant.read_all"),
      seeAll: can(ctx.actor, "inventory.read_all"),
    },
    content: await readServerContent(ctx, server, tab, url),
  };
});

function titleOf(identity: string, tab: ServerTab): string {
  return tab === "overview" ? printableText(identity) : `${TAB_WORDS[tab]} · ${printableText(identity)}`;
}

export default function ServerPage() {
  const { org, zone, now, you, server, drift, waitingRequestId, may, content } =
    useLoaderData<typeof loader>();
  const standing = leadingStanding(server.block !== null, server.standings);
  const common = { org, you, now, zone };
  const tools = server.tools;
  return (
    <>
      <PageHeader
        title={printableText(server.identity)}
        mono
        status={
          <>
            <CopyButton text={server.identity} label="Copy identity" kind="icon" />
            {standing ? <Status look={standingLook[standing]} /> : null}
          </>
        }
        facts={[
          server.severity ? <RiskBadge key="risk" risk={server.severity} noun="risk" /> : null,
          kindWords[server.kind],
          server.releases.length === 1 ? `release ${printableText(server.releases[0] ?? "")}` : null,
          server.approval ? `approved by ${server.approval.by}` : notApprovedWords(may.seeGrants),
        ]}
        answer={useSentence(server, may.seeAll)}
        actions={
          <ServerActions
            org={org}
            serverId={server.id}
            isBlocked={server.block !== null}
            hasDrifted={drift?.isRefused === true}
            waitingRequestId={waitingRequestId}
            mayAsk={may.ask}
            mayBlock={may.block}
          />
        }
      />
      <ServerBanner org={org} server={server} drift={drift} mayConfirm={may.confirm} now={now} zone={zone} />
      <Tabs
        label="Parts of this server"
        tabs={serverTabs(
          { org, serverId: server.id, current: content.tab, mayAudit: may.audit },
          {
            tools: tools ? totalTools(tools) : null,
            installations: server.installations,
          },
        )}
      />
      {content.tab === "overview" ? (
        <DetailLayout
          asideLabel="Facts"
          aside={
            <ServerAside org={org} server={server} seesAllGrants={may.seeGrants} now={now} zone={zone} />
          }
        >
          <ServerOverview
            {...common}
            server={server}
            content={content}
            mayConfirm={may.confirm}
            mayLook={may.look}
          />
        </DetailLayout>
      ) : null}
      {content.tab === "tools" ? (
        <ServerTools org={org} server={server} content={content} now={now} zone={zone} />
      ) : null}
      {content.tab === "access" ? <ServerAccess {...common} content={content} /> : null}
      {content.tab === "installations" ? (
        <ServerInstallations {...common} serverId={server.id} content={content} />
      ) : null}
      {content.tab === "evidence" ? (
        <ServerEvidence
          org={org}
          serverId={server.id}
          content={content}
          mayVouch={may.vouch}
          now={now}
          zone={zone}
        />
      ) : null}
      {content.tab === "history" ? <ServerHistory {...common} content={content} /> : null}
    </>
  );
}
