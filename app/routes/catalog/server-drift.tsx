import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findDriftSides, getServerDrift, listDrifts } from "#app/domain/catalog/drift-queries.server.ts";
import {
  listDriftedInstallations,
  listLaunchDrifts,
} from "#app/domain/inventory/launch-drift-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { findWaitingRequest } from "#app/domain/requests/server-page-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { readBesideFields } from "./server-beside-fields.server.ts";
import { serverCrumbs } from "./server-crumbs.ts";
import { DriftHistories } from "./server-drift-history.tsx";
import { DriftedInstallations } from "./server-drift-installations.tsx";
import { shownDrift } from "./server-drift-state.server.ts";
import { DriftedTools, NoDriftedTools, WholeChanges } from "./server-drift-tools.tsx";
import { driftSentence } from "./server-drift-words.ts";

const TOOLS = 25;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Drift · ${data ? printableText(data.drift.identity) : "Server"} · Castellan` },
];
export const handle = {
  crumbs: (data: unknown) => serverCrumbs(data, "Drift"),
};

export const loader = memberLoader(async (ctx, { url, params }) => {
  const serverId = params.serverId ?? "";
  const cursor = url.searchParams.get("after") ?? undefined;
  const drift = await getServerDrift(ctx, serverId, { limit: TOOLS, cursor });
  const sides = await findDriftSides(ctx, drift);
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    serverId,
    // for the way up
    server: { id: serverId, identity: drift.identity },
    drift,
    shown: await shownDrift(ctx, serverId),
    besideFields: await readBesideFields(ctx, drift.pinned?.manifestId, drift.listed?.manifestId),
    rows: drift.tools.map((tool) => ({ ...tool, ...sides.get(tool.name) })),
    isFirst: cursor === undefined,
    installations: await listDriftedInstallations(ctx, serverId),
    history: await listDrifts(ctx, serverId),
    launchHistory: await listLaunchDrifts(ctx, serverId),
    waitingRequestId: (await findWaitingRequest(ctx, serverId)) ?? null,
    mayManage: can(ctx.actor, "drift.manage"),
  };
});

export default function ServerDriftPage() {
  const {
    org,
    zone,
    now,
    serverId,
    drift,
    shown,
    besideFields,
    rows,
    isFirst,
    installations,
    history,
    launchHistory,
    waitingRequestId,
    mayManage,
  } = useLoaderData<typeof loader>();
  const { pinned, listed } = drift;
  const here = paths.serverDrift(org, serverId);
  return (
    <>
      <PageHeader
        title={`Drift of ${printableText(drift.identity)}`}
        status={drift.class ? <Status look={CLASS_LOOKS[drift.class]} /> : null}
        facts={[
          pinned ? (
            <>
              Approved{pinned.release ? ` as release ${printableText(pinned.release)}` : ""} by {pinned.by}{" "}
              <RelativeTime at={pinned.at} now={now} zone={zone} />
            </>
          ) : (
            "Nothing was approved yet"
          ),
          listed ? (
            <>
              Listed now: release {printableText(listed.release)},{" "}
              <RelativeTime at={listed.observedAt} now={now} zone={zone} />
            </>
          ) : (
            "Its tools were not looked at yet"
          ),
        ]}
        answer={shown?.sentence ?? driftSentence(drift)}
        actions={
          <>
            {mayManage ? <ButtonLink href={paths.settings(org, "drift")}>Drift policy</ButtonLink> : null}
            {waitingRequestId ? (
              <ButtonLink href={`${paths.approvals(org)}?open=${waitingRequestId}`} kind="primary">
                Decide request
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {drift.whole.length > 0 && isFirst ? (
        <Section title="The server itself">
          <WholeChanges changes={drift.whole} fields={besideFields} />
        </Section>
      ) : null}
      {installations.length > 0 && isFirst ? (
        <Section
          title="Installations"
          intro="The first 50 that are not started as approved. Castellan asks about each that is refused; accepting pins how it is started now."
        >
          <DriftedInstallations org={org} rows={installations} />
        </Section>
      ) : null}
      <Section title="Tools">
        {rows.length > 0 ? (
          <DriftedTools rows={rows} />
        ) : (
          <NoDriftedTools org={org} serverId={serverId} drift={drift} />
        )}
        <p className="mt-3 flex gap-4">
          {isFirst ? null : (
            <a className="link" href={here}>
              From the beginning
            </a>
          )}
          {drift.nextCursor ? (
            <a className="link" href={`${here}?after=${encodeURIComponent(drift.nextCursor)}`}>
              More tools
            </a>
          ) : null}
        </p>
      </Section>
      <DriftHistories org={org} history={history} launchHistory={launchHistory} now={now} zone={zone} />
    </>
  );
}
