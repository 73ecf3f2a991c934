import { useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { paths, type SettingsPart } from "#app/http/paths.ts";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Tabs } from "#app/ui/layout/tabs.tsx";
import type { loader as layoutLoader } from "../layout.tsx";
import { settingsPartsFor } from "./settings-parts.ts";

type SettingsPageProps = {
  part: SettingsPart;
  title: string;
  status?: ReactNode;
  facts?: ReactNode[];
  answer?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A page of the settings under the tabs its viewer has. */
export function SettingsPage({ part, children, ...header }: SettingsPageProps) {
  const layout = useRouteLoaderData<typeof layoutLoader>("routes/org/layout");
  return (
    <>
      <PageHeader {...header} />
      {layout ? (
        <Tabs
          label="Settings"
          tabs={settingsPartsFor(layout.role).map((tab) => ({
            label: tab.label,
            href: paths.settings(layout.org.slug, tab.part),
            current: tab.part === part,
          }))}
        />
      ) : null}
      {children}
    </>
  );
}
