import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type AdvisoryDetail, getAdvisory } from "#app/domain/advisories/advisory-queries.server.ts";
import { countDueReleases, listMatches } from "#app/domain/advisories/match-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { advisoryCrumbs } from "./advisory-crumbs.ts";
import { WITHDRAWN_LOOK } from "./advisory-looks.ts";
import { dueWords, noneWords } from "./due-words.ts";
import { MatchTable } from "./match-table.tsx";
import { rangeWords } from "./range-words.ts";
import { SeverityMark } from "./severity-mark.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.advisory.osvId ?? "Advisory"} · Advisories · Castellan` },
];
export const handle = { crumbs: (data: unknown) => advisoryCrumbs(data, "One advisory") };

const AT_ONCE = 100;

export const loader = memberLoader(async (ctx, { params, url }) => {
  const advisory = await getAdvisory(ctx, params.advisoryId ?? "");
  const cursor = z.uuid().safeParse(url.searchParams.get("after")).data;
  const matches = await listMatches(ctx, { advisory: advisory.id }, { limit: AT_ONCE, cursor });
  const due = await countDueReleases(ctx);
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, advisory, matches, due };
});

type Affected = AdvisoryDetail["packages"][number] & { key: string };

const columns: Column<Affected>[] = [
  { key: "package", head: "Package", width: "wrap", cell: (row) => <SafeText text={row.name} mono /> },
  { key: "ecosystem", head: "Ecosystem", phone: "status", cell: (row) => <SafeText text={row.ecosystem} /> },
  {
    key: "versions",
    head: "Affected",
    width: "wrap",
    phone: "fact",
    cell: (row) => <SafeText text={rangeWords(row)} />,
  },
];

export default function AdvisoryPage() {
  const { org, zone, now, advisory, matches, due } = useLoaderData<typeof loader>();
  const time = (at: Date | string | null) =>
    at === null ? "Not stated" : <RelativeTime at={new Date(at)} now={now} zone={zone} />;
  const rows = advisory.packages.map((one, index) => ({ ...one, key: `${index} ${one.package}` }));
  return (
    <>
      <PageHeader
        title={advisory.osvId}
        mono
        status={
          advisory.withdrawnAt ? (
            <Status look={WITHDRAWN_LOOK} />
          ) : (
            <SeverityMark severity={advisory.severity} isMalicious={advisory.isMalicious} />
          )
        }
        answer={<SafeText text={advisory.summary || "Its database gives no summary."} />}
      />
      <Section title="Concerns here">
        {matches.rows.length === 0 ? (
          <p className="text-muted">{noneWords(advisory.withdrawnAt !== null, due)}</p>
        ) : (
          <div className="grid justify-items-start gap-3">
            <MatchTable org={org} rows={matches.rows} of="advisory" />
            {due > 0 ? <p className="text-muted">{dueWords(due)}</p> : null}
            {matches.nextCursor ? (
              <ButtonLink href={`${paths.advisory(org, advisory.id)}?after=${matches.nextCursor}`}>
                More releases
              </ButtonLink>
            ) : null}
          </div>
        )}
      </Section>
      <Section title="Packages">
        {rows.length === 0 ? (
          <p className="text-muted">It names no package, so nothing could be held against it.</p>
        ) : (
          <DataTable caption="Packages it names" columns={columns} rows={rows} rowKey={(row) => row.key} />
        )}
      </Section>
      <Section title="Facts">
        <DescriptionList
          items={[
            { term: "Also known as", value: advisory.aliases.join(", ") || "No other id" },
            { term: "Vector", value: advisory.vector ? printableText(advisory.vector) : "Not stated" },
            { term: "Published", value: time(advisory.publishedAt) },
            { term: "Changed", value: time(advisory.modifiedAt) },
            ...(advisory.withdrawnAt ? [{ term: "Withdrawn", value: time(advisory.withdrawnAt) }] : []),
          ]}
        />
        <p className="hint mt-2">
          <a href={paths.advisories(org)} className="link">
            All advisories that concern us
          </a>
        </p>
      </Section>
    </>
  );
}
