import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { confirmManifest } from "#app/domain/catalog/confirm-manifest.server.ts";
import { getManifestDifference } from "#app/domain/catalog/manifest-difference-queries.server.ts";
import { ConfirmManifestInput } from "#app/domain/catalog/server-inputs.ts";
import { getServer } from "#app/domain/inventory/server-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { CopyField } from "#app/ui/copy-field.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { ToolList } from "#app/ui/tool-list.tsx";
import { readBesideFields } from "./server-beside-fields.server.ts";
import { serverCrumbs } from "./server-crumbs.ts";
import { DriftedTools, WholeChanges } from "./server-drift-tools.tsx";
import { confirmingSentence, countSentence } from "./server-drift-words.ts";

export const meta: MetaFunction = () => [{ title: "List of tools · Catalog · Castellan" }];
export const handle = { crumbs: (data: unknown) => serverCrumbs(data, "List of tools") };

export const loader = memberLoader(async (ctx, { params }) => {
  const { id, identity } = await getServer(ctx, params.serverId ?? "");
  const difference = await getManifestDifference(ctx, id, params.manifestId ?? "");
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    server: { id, identity },
    difference,
    besideFields: await readBesideFields(ctx, difference.approvedManifestId, difference.manifest.id),
    mayConfirm: can(ctx.actor, "manifest.confirm"),
  };
});

export const action = memberForm({
  input: ConfirmManifestInput,
  fixed: ({ params }) => ({ manifestId: params.manifestId ?? "" }),
  run: confirmManifest,
  done: (ctx, { serverId }) => ({
    to: `${paths.server(ctx.org.slug, serverId)}?tab=tools`,
    say: "Tools confirmed. They are held against approvals from now on.",
  }),
});

const AGAINST = {
  approval: "Held against the tools that were approved.",
  current: "Held against the list the catalog shows now. Nothing was approved yet.",
  nothing: "There is no other list to hold it against.",
} as const;

export default function ManifestPage() {
  const { org, zone, now, server, difference, besideFields, mayConfirm } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const { manifest, against, tools } = difference;
  const differing = Object.values(difference.counts).reduce((sum, one) => sum + one, 0);
  const back = paths.server(org, server.id);
  return (
    <>
      <PageHeader
        title={`Tools of release ${printableText(manifest.release)}`}
        facts={[
          plural(manifest.tools, { one: "# tool", other: "# tools" }),
          `reported by ${manifest.reportedBy}`,
          <RelativeTime key="at" at={manifest.observedAt} now={now} zone={zone} />,
          manifest.isConfirmed ? "confirmed" : "not confirmed",
          <CopyField key="hash" text={manifest.hash} label="Copy the SHA-256" limit={20} />,
        ]}
      />
      {form.refused ? (
        <div className="mb-4">
          <ErrorSummary title={form.refused.sentence} errors={form.summary()} />
        </div>
      ) : null}
      <Section title="Difference" intro={AGAINST[against]}>
        {difference.whole.length > 0 ? (
          <WholeChanges changes={difference.whole} fields={besideFields} />
        ) : null}
        {against === "nothing" ? <p className="text-muted">Not looked for.</p> : null}
        {against !== "nothing" ? (
          <p className="mb-2">
            {countSentence(difference.counts)}
            {difference.rows.length < differing ? ` The first ${difference.rows.length} are shown.` : ""}
          </p>
        ) : null}
        {difference.rows.length > 0 ? <DriftedTools rows={difference.rows} /> : null}
      </Section>
      {mayConfirm && !manifest.isConfirmed ? (
        <Section title="Confirm these tools?">
          <div className="max-w-[640px]">
            <ConfirmForm
              action={paths.manifest(org, server.id, manifest.id)}
              effects={[
                "You say that this is what the server lists. The catalog shows it from then on.",
                confirmingSentence(difference),
              ]}
              verb="Confirm tools"
              cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
            />
          </div>
        </Section>
      ) : null}
      <Section title="All of them" intro="The server's own words.">
        <ToolList label="Tools in this list" tools={tools} />
        {tools.length < manifest.tools ? (
          <p className="hint mt-2">The first {tools.length} are shown.</p>
        ) : null}
      </Section>
    </>
  );
}
