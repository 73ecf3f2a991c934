import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getExportPlan } from "#app/domain/keeping/export-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { Section } from "#app/ui/section.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Export everything · Data · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "data", "Data", [{ label: "Export everything" }]),
};

export const loader = memberLoader(async (ctx) => ({ org: ctx.org.slug, ...getExportPlan(ctx) }));

export default function OrganizationExport() {
  const { org, kinds, leftOut } = useLoaderData<typeof loader>();
  return (
    <SettingsPage
      part="data"
      title="Export everything"
      answer="One archive (.tar.gz) of JSON Lines, as everything stands at the moment you ask."
      facts={[`${kinds} kinds of things`]}
    >
      <div className="max-w-[840px]">
        <Section
          title="Download"
          intro="It starts at once and is written as fast as you take it. One export runs at a time, and the audit says who asked for it."
        >
          <form method="post" action={paths.organizationArchive(org)} className="action-bar" data-reload="">
            <Button kind="primary" icon="download">
              Export everything
            </Button>
            <ButtonLink href={paths.settings(org, "data")}>Back</ButtonLink>
          </form>
          <p className="hint mt-3">
            It holds names, addresses and what people wrote. Keep it as carefully as the organization itself.
          </p>
        </Section>
        <Section title="What is left out" card>
          <DescriptionList items={leftOut.map(({ what, why }) => ({ term: what, value: why }))} />
        </Section>
      </div>
    </SettingsPage>
  );
}
