import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import {
  countFindings,
  FindingFilter,
  listFindings,
} from "#app/domain/inventory/finding-list-queries.server.ts";
import { RULE_WORDS } from "#app/domain/inventory/findings/rule-words.ts";
import { PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { FINDING_RULES, FINDING_SEVERITIES } from "#app/domain/inventory/inventory-words.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { findingWords } from "#app/ui/finding-words.ts";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { choiceOf } from "#app/ui/table/filter-choice.ts";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf } from "../org/settings/numbered-page.ts";
import { findingCrumbs } from "./finding-crumbs.ts";
import { FindingTable, RuleTable } from "./finding-table.tsx";

export const meta: MetaFunction = () => [{ title: "Findings · Inventory · Castellan" }];
export const handle = { crumbs: (data: unknown) => findingCrumbs(data) };

export const loader = memberLoader(async (ctx, { url }) => {
  const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ""));
  const filter = FindingFilter.parse(given);
  const choice = PageChoice.parse(given);
  const { page, perPage } = choice;
  const shown = { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, filter, choice };
  if (!filter.rule) {
    const kinds = await countFindings(ctx, filter);
    const looked = kinds.length > 0 || (await getInventorySummary(ctx)).lastReportAt !== null;
    return { ...shown, kinds, rows: [], total: 0, looked };
  }
  const found = await listFindings(ctx, filter, { limit: perPage, offset: (page - 1) * perPage });
  return { ...shown, kinds: null, ...found, looked: true };
});

export default function Findings() {
  const { org, zone, now, filter, choice, kinds, rows, total, looked } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const base = paths.findings(org);
  const { rule, severity, client, state } = filter;
  const accepted = state === "accepted";
  const count = kinds ? kinds.reduce((sum, kind) => sum + kind.findings, 0) : total;
  const hrefOf = (changes: Record<string, string>) =>
    `${base}?${new URLSearchParams({ ...Object.fromEntries(params), ...changes, page: "1" })}`;
  return (
    <>
      <PageHeader
        title={rule ? RULE_WORDS[rule].title : "Findings"}
        answer={
          rule
            ? RULE_WORDS[rule].why
            : "What the rules remark on in the launches people have configured, and devices that fell silent."
        }
        actions={rule ? <ButtonLink href={base}>All kinds</ButtonLink> : undefined}
      />
      <FilterBar
        action={base}
        selects={[
          choiceOf("rule", "Kind", "Any kind", FINDING_RULES, (word) => findingWords[word], rule),
          choiceOf("severity", "Severity", "Any severity", FINDING_SEVERITIES, (word) => word, severity),
          choiceOf("client", "Client", "Any client", CLIENTS, (word) => CLIENT_NAMES[word], client),
          choiceOf(
            "state",
            "State",
            "Open",
            ["accepted"],
            () => "Accepted",
            accepted ? "accepted" : undefined,
          ),
        ]}
        clearHref={base}
        result={plural(count, {
          zero: !looked
            ? "Nobody has looked yet."
            : accepted
              ? "Nothing is accepted."
              : "Nothing stands open.",
          one: accepted ? "# finding is accepted." : "# finding stands open.",
          other: accepted ? "# findings are accepted." : "# findings stand open.",
        })}
      />
      {!looked ? (
        <EmptyState
          kind="nothing-yet"
          title="No device has reported yet"
          action={<ButtonLink href={paths.inventory(org)}>Show how to report</ButtonLink>}
        >
          The rules look at what devices report. Until one does, nothing is known, neither good nor bad.
        </EmptyState>
      ) : count === 0 ? (
        <EmptyState
          kind="no-match"
          title={accepted ? "No accepted finding" : "No open finding"}
          action={<ButtonLink href={base}>Show all findings</ButtonLink>}
        >
          {accepted
            ? "An accepted finding is listed here until its day has come."
            : "What was accepted, or holds no longer, does not count."}
        </EmptyState>
      ) : kinds ? (
        <RuleTable rows={kinds} hrefOf={(word) => hrefOf({ rule: word })} />
      ) : (
        <>
          <FindingTable org={org} zone={zone} now={now} rows={rows} accepted={accepted} />
          <TableFoot {...footOf({ ...choice, total, shown: rows.length }, params.toString(), base)} />
        </>
      )}
    </>
  );
}
