import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getZonePolicy } from "#app/domain/connections/zone-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { ruleKindWords, zoneName } from "./zone-words.ts";

export const meta: MetaFunction = () => [{ title: "Network zones · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "zones", "Network zones") };

export const loader = memberLoader(async (ctx) => {
  const policy = await getZonePolicy(ctx);
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    ...policy,
    rules: policy.rules.map((rule, index) => ({ ...rule, at: index + 1 })),
    mayManage: can(ctx.actor, "zone.manage"),
  };
});

type Rule = ReturnType<typeof useLoaderData<typeof loader>>["rules"][number];

const servers = (count: number) => plural(count, { zero: "No server", one: "# server", other: "# servers" });

export default function ZoneSettings() {
  const { org, zone, now, rules, zones, unknown, madeAt, madeBy, mayManage } = useLoaderData<typeof loader>();
  const columns: Column<Rule>[] = [
    {
      key: "rule",
      head: "Rule",
      width: "wrap",
      cell: (rule) => (
        <>
          {rule.at}. {ruleKindWords[rule.kind]} <code className="mono">{printableText(rule.pattern)}</code>
        </>
      ),
    },
    { key: "zone", head: "Run in", phone: "fact", width: "fit", cell: (rule) => zoneName(rule.zone) },
    {
      key: "servers",
      head: "Decides",
      phone: "fact",
      width: "fit",
      muted: true,
      cell: (rule) => servers(rule.servers),
    },
    ...(mayManage
      ? [
          {
            key: "actions",
            head: "Actions",
            width: "fit" as const,
            phone: "status" as const,
            cell: (rule: Rule) => (
              <span className="inline-flex gap-1">
                <ButtonLink kind="quiet" href={`${paths.zoneRule(org)}?at=${rule.at}`}>
                  Change…<span className="sr-only"> rule {rule.at}</span>
                </ButtonLink>
                <ButtonLink kind="quiet" href={`${paths.removeZoneRule(org)}?at=${rule.at}`}>
                  Remove…<span className="sr-only"> rule {rule.at}</span>
                </ButtonLink>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <SettingsPage
      part="zones"
      title="Network zones"
      answer="Where servers run: as the first rule that applies declares it, else as their address and launch show."
      facts={
        madeAt
          ? [
              <span key="made">
                Changed by {madeBy} <RelativeTime at={madeAt} now={now} zone={zone} />
              </span>,
            ]
          : []
      }
      actions={
        mayManage ? (
          <ButtonLink href={paths.zoneRule(org)} kind="primary" data-key="a" data-key-label="Add a rule">
            Add rule…
          </ButtonLink>
        ) : undefined
      }
    >
      <Section title="Rules">
        {rules.length > 0 ? (
          <DataTable
            caption="Rules of the zone policy, in order"
            columns={columns}
            rows={rules}
            rowKey={(rule) => String(rule.at)}
          />
        ) : (
          <EmptyState kind="nothing-yet" title="No rules yet">
            <p>Every server's zone is the one its address and its launch show.</p>
          </EmptyState>
        )}
      </Section>
      <Section title="Where servers run" intro="Told anew in the minutes after a change.">
        <DescriptionList
          items={[
            ...zones.map((one) => ({ term: zoneName(one.zone), value: servers(one.servers) })),
            { term: "Not known", value: servers(unknown) },
          ]}
        />
      </Section>
    </SettingsPage>
  );
}
