import { paths } from "#app/http/paths.ts";
import { Tabs } from "#app/ui/layout/tabs.tsx";

/** The two halves of the catalog: what the organization met, and what registries list. */
export function CatalogTabs({ org, current }: { org: string; current: "known" | "listed" }) {
  return (
    <Tabs
      label="Catalog"
      tabs={[
        { label: "Known here", href: paths.catalog(org), current: current === "known" },
        { label: "Listed by registries", href: paths.listings(org), current: current === "listed" },
      ]}
    />
  );
}
