import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HIDDEN_RULES } from "#app/domain/catalog/hidden/find-hidden.ts";
import { NAMES_ANOTHER_TOOL } from "#app/domain/catalog/hidden/named-tools.ts";
import { INFERENCE_RULES } from "#app/domain/catalog/permissions/inference-rules.ts";
import { SCOPE_RULES } from "#app/domain/catalog/permissions/scope-rules.ts";
import { PERMISSION_RULES_VERSION } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { permit } from "#app/domain/permit.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { toolClassLook } from "#app/ui/tones.ts";

export const meta: MetaFunction = () => [{ title: "Rules for tools · Catalog · Castellan" }];
export const handle = {
  crumbs: (data: unknown): Crumb[] =>
    data && typeof data === "object" && "org" in data
      ? [{ label: "Catalog", href: paths.catalog(String(data.org)) }, { label: "Rules for tools" }]
      : [{ label: "Rules for tools" }],
};

export const loader = memberLoader(async (ctx) => {
  permit(ctx, "catalog.read");
  return {
    org: ctx.org.slug,
    version: PERMISSION_RULES_VERSION,
    hidden: [...HIDDEN_RULES, NAMES_ANOTHER_TOOL].map(({ id, kind, says }) => ({ id, kind, says })),
    classes: INFERENCE_RULES.map(({ id, class: touched, says }) => ({ id, touched, says })),
    scopes: SCOPE_RULES.map(({ id, class: touched, says }) => ({ id, touched, says })),
  };
});

const KINDS = {
  characters: "Characters",
  orders: "Orders to the model",
  other_tools: "Other tools",
  exfiltration: "Carrying away",
} as const;

/** The open list behind every class that no server declared. */
export default function ToolRulesPage() {
  const { version, classes, scopes, hidden } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Rules for tools"
        answer="How it is found what a tool can touch where its server does not say so."
        facts={[`version ${version}`]}
      />
      <Section
        title="Classes"
        intro="What a server declares of a tool always counts, and what a rule infers is added to it: nothing takes a class away. A tool that does not say whether it changes anything is undeclared, however harmless its name."
      >
        <ClassRules caption="Rules by which a class is inferred" rows={classes} />
      </Section>
      <Section
        title="OAuth scopes"
        intro="What the name of a scope allows. Every rule that holds counts; a scope that none holds for is undeclared."
      >
        <ClassRules caption="Rules over the names of scopes" rows={scopes} />
      </Section>
      <Section
        title="Hidden text"
        intro="What is looked for in names, descriptions, parameters, defaults, prompts and instructions. Each finding is shown with the exact part of the text."
      >
        <DataTable
          caption="Rules over the text of a server"
          rows={hidden}
          rowKey={(row) => row.id}
          columns={[
            { key: "rule", head: "Rule", width: "fit", cell: (row) => <code>{row.id}</code> },
            { key: "kind", head: "Kind", width: "fit", phone: "status", cell: (row) => KINDS[row.kind] },
            { key: "when", head: "The text", phone: "fact", cell: (row) => row.says },
          ]}
        />
      </Section>
    </>
  );
}

type ClassRulesProps = {
  caption: string;
  rows: readonly { id: string; touched: keyof typeof toolClassLook; says: string }[];
};

function ClassRules({ caption, rows }: ClassRulesProps) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: "rule", head: "Rule", width: "fit", cell: (row) => <code>{row.id}</code> },
        {
          key: "class",
          head: "Class",
          width: "fit",
          phone: "status",
          cell: (row) => <Status look={toolClassLook[row.touched]} quiet />,
        },
        { key: "when", head: "When", phone: "fact", cell: (row) => row.says },
      ]}
    />
  );
}
