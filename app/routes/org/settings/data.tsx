import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listRetention, type RetentionRow } from "#app/domain/keeping/retention-queries.server.ts";
import { keptDays } from "#app/domain/keeping/retention-rules.ts";
import { KEPT, RETENTION } from "#app/domain/keeping/retention-words.ts";
import { can } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Data · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "data", "Data") };

export const loader = memberLoader(async (ctx) => {
  refuseHiddenPart(ctx.actor.role, "data");
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    rows: await listRetention(ctx),
    mayManage: can(ctx.actor, "organization.manage"),
    mayExport: can(ctx.actor, "organization.export"),
  };
});

export default function DataSettings() {
  const { org, zone, now, rows, mayManage, mayExport } = useLoaderData<typeof loader>();
  const columns: Column<RetentionRow>[] = [
    { key: "noun", head: "What", cell: (row) => RETENTION[row.noun].label },
    { key: "what", head: "That is", width: "wrap", muted: true, cell: (row) => RETENTION[row.noun].what },
    {
      key: "days",
      head: "Kept",
      width: "fit",
      phone: "fact",
      cell: (row) => {
        const days = keptDays(row.noun, row.days);
        return days === null ? "For ever" : plural(days, { one: "# day", other: "# days" });
      },
    },
    {
      key: "changed",
      head: "Changed",
      width: "fit",
      muted: true,
      cell: (row) =>
        row.changedAt ? <RelativeTime at={row.changedAt} now={now} zone={zone} /> : "Never changed",
    },
    ...(mayManage
      ? [
          {
            key: "actions",
            head: "Actions",
            width: "fit" as const,
            phone: "status" as const,
            cell: (row: RetentionRow) => (
              <ButtonLink
                kind="quiet"
                href={paths.retention(org, row.noun)}
                aria-label={`Change how long ${RETENTION[row.noun].label.toLowerCase()} are kept`}
              >
                Change…
              </ButtonLink>
            ),
          },
        ]
      : []),
  ];
  return (
    <SettingsPage part="data" title="Data" answer="What this organization keeps, and for how long.">
      <Section
        title="Forgotten after a while"
        intro="Once a day what is older than its period is deleted for good, and the audit says how much."
      >
        <DataTable
          caption="What is forgotten after a period"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.noun}
        />
      </Section>
      {mayExport ? (
        <Section
          title="Take it with you"
          intro="Everything of this organization in one archive of open formats, apart from secrets."
        >
          <ButtonLink href={paths.exportOrganization(org)}>Export everything…</ButtonLink>
        </Section>
      ) : null}
      <Section title="Kept for ever">
        <div className="max-w-[840px]">
          <DescriptionList items={KEPT.map(({ what, why }) => ({ term: what, value: why }))} />
        </div>
      </Section>
    </SettingsPage>
  );
}
