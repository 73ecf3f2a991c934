import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { capability, type MemberCtx } from "#app/domain/context.ts";
import { listPastedDeviceNames } from "#app/domain/inventory/device-queries.server.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import type { ScanAnswer, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import {
  DEFAULT_PASTED_DEVICE,
  PostedScan,
  readPostedReport,
} from "#app/domain/inventory/scan-record-inputs.ts";
import { can } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { ScanDesk } from "#app/ui/scan/scan-desk.tsx";
import { Section } from "#app/ui/section.tsx";
import { inventoryCrumbs } from "./inventory-crumbs.ts";
import { COMMAND_LINE_INTRO, CommandLine } from "./ways-in.tsx";

export const meta: MetaFunction = () => [{ title: "Scan · Inventory · Castellan" }];

export const handle = { crumbs: (data: unknown) => inventoryCrumbs(data, "Scan") };

export const loader = memberLoader(async (ctx, { collector }) => ({
  org: ctx.org.slug,
  mayReport: can(capability(ctx.actor), "inventory.report"),
  origin: publicUrl(),
  collector,
  ...(await devicesOf(ctx)),
}));

/** Names used before, and the one offered: the last. */
async function devicesOf(ctx: MemberCtx) {
  const devices = await listPastedDeviceNames(ctx);
  return { devices, deviceName: devices[0] ?? DEFAULT_PASTED_DEVICE };
}

export const action = memberForm({
  input: PostedScan,
  run: async (ctx, { deviceName, report: text }) => {
    const report = readPostedReport(text);
    return { told: await recordScan(ctx, { report, deviceName }), report };
  },
  done: (ctx, { told, report }) => ({
    to: `${paths.inventory(ctx.org.slug)}?member=${ctx.actor.memberId}`,
    say: sentenceOf(told, report),
  }),
});

function sentenceOf(told: ScanAnswer, report: ScanReport): string {
  const servers = new Set(
    report.files.flatMap((file) => file.entries.map(({ launch }) => identifyLaunch(launch).identity)),
  ).size;
  const unread = report.files.filter((file) => file.outcome === "could_not_look").length;
  const ofServers = plural(servers, { one: "# server", other: "# servers" });
  const recorded = plural(told.installations, {
    zero: "No servers stand in these files; that is recorded.",
    one: `# installation of ${ofServers} recorded; ${told.standings.unapproved ?? 0} unapproved.`,
    other: `# installations of ${ofServers} recorded; ${told.standings.unapproved ?? 0} unapproved.`,
  });
  const notThere = plural(told.removed ?? 0, {
    zero: "",
    one: " # is no longer there.",
    other: " # are no longer there.",
  });
  const notLooked = plural(unread, {
    zero: "",
    one: " # file could not be looked at.",
    other: " # files could not be looked at.",
  });
  return `${recorded}${notThere}${notLooked}`;
}

export default function ScanPage() {
  const { org, mayReport, origin, collector, devices, deviceName } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const kept = form.value("report");
  return (
    <>
      <PageHeader
        title="Scan"
        answer="Client files are read on your machine. Every secret is taken out there, you see what is left, and only that is sent."
      />
      {form.refused ? (
        <div className="mb-4">
          <ErrorSummary title={form.refused.sentence} errors={form.summary()} />
        </div>
      ) : null}
      {mayReport ? (
        <>
          <Section title="From the command line" intro={COMMAND_LINE_INTRO}>
            <div className="grid max-w-[880px] gap-3">
              <CommandLine address={origin} sha256={collector.sha256} />
              <div className="action-bar">
                <ButtonLink href={paths.settings(org, "devices")} icon="key-round">
                  Get an enrollment code
                </ButtonLink>
                <ButtonLink
                  href="/castellan.mjs"
                  download="castellan.mjs"
                  data-reload=""
                  kind="quiet"
                  icon="download"
                >
                  Download castellan.mjs
                </ButtonLink>
                <span className="hint">Version {collector.version}</span>
              </div>
            </div>
          </Section>
          <Section
            title="Paste or upload files"
            intro="Secrets are taken out in this browser. Nothing leaves this page before you press Send."
          >
            <noscript>
              <div className="mb-4">
                <Banner kind="info">
                  Pasting and uploading need JavaScript, because secrets are taken out in your browser before
                  anything is sent. The command line above does the same without it.
                </Banner>
              </div>
            </noscript>
            <ScanDesk
              devices={devices}
              deviceName={form.value("deviceName", deviceName)}
              deviceError={form.error("deviceName")}
              {...(kept ? { keptJson: kept } : {})}
            />
          </Section>
        </>
      ) : (
        <Banner kind="info">
          Your role reads the inventory and does not report to it. Members scan their own machines here.
        </Banner>
      )}
    </>
  );
}
