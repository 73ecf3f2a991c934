import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getAdvisoryImport } from "#app/domain/advisories/advisory-import-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { FollowWork } from "#app/ui/follow-work.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { advisoryCrumbs } from "./advisory-crumbs.ts";
import { ADVISORY_IMPORT_LOOKS, importSentence } from "./advisory-looks.ts";

export const meta: MetaFunction = () => [{ title: "Import · Advisories · Castellan" }];
export const handle = { crumbs: (data: unknown) => advisoryCrumbs(data, "One import", "imports") };

export const loader = memberLoader(async (ctx, { params }) => {
  const found = await getAdvisoryImport(ctx, params.advisoryImportId ?? "");
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, found };
});

export default function AdvisoryImportPage() {
  const { org, zone, now, found } = useLoaderData<typeof loader>();
  const isOpen = found.state === "waiting" || found.state === "running";
  return (
    <>
      <PageHeader
        title={printableText(found.name)}
        status={<Status look={ADVISORY_IMPORT_LOOKS[found.state]} />}
        facts={[
          `by ${found.createdBy.name}`,
          <RelativeTime key="at" at={found.createdAt} now={now} zone={zone} />,
        ]}
        answer={importSentence(found)}
        actions={
          isOpen ? (
            <ButtonLink href={paths.advisoryImport(org, found.id)} icon="rotate-ccw">
              Look again
            </ButtonLink>
          ) : (
            <ButtonLink href={paths.advisories(org)} kind="primary">
              See what concerns us
            </ButtonLink>
          )
        }
      />
      {found.problem ? (
        <div className="mb-6">
          <Banner kind="problem">
            {found.problem} What was known before is kept. Correct it and import again.
          </Banner>
        </div>
      ) : null}
      {isOpen ? (
        <p className="hint mb-6">
          <FollowWork what="The records are being read." />
        </p>
      ) : null}
      <Section
        title="What was odd"
        intro={plural(found.odd, {
          zero: isOpen ? "Nothing so far." : "Nothing: every record was understood.",
          one: "# remark",
          other: "# remarks",
        })}
      >
        {found.notes.length > 0 ? (
          <ul className="divide-y divide-line border-line border-y">
            {found.notes.map((note, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same remark may stand twice and the list never changes
              <li key={index} className="py-2">
                <SafeText text={note} />
              </li>
            ))}
          </ul>
        ) : null}
        {found.odd > found.notes.length ? (
          <p className="hint mt-2">The first {found.notes.length} are shown.</p>
        ) : null}
      </Section>
    </>
  );
}
