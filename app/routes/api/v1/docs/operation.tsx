import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { CodeSnippet } from "#app/ui/code-snippet.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Section } from "#app/ui/section.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { operationTable } from "../operation-table.server.ts";
import { DocsPage } from "./docs-page.tsx";
import { viewOf } from "./operation-view.server.ts";
import type { FieldRow } from "./schema-fields.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.summary ?? "Operation"} · API · Castellan` },
];

export const loader = openLoader(async (_edge, { params }) => {
  const operation = operationTable.find((one) => one.operationId === params.operation);
  if (!operation) throw new NotFound("operation");
  return viewOf(operation);
});

export default function OperationPage() {
  const view = useLoaderData<typeof loader>();
  return (
    <DocsPage>
      <p className="mb-2">
        <a href={paths.apiDocs} className="link">
          All operations
        </a>
      </p>
      <PageHeader
        title={view.summary}
        answer={view.description ? <Described text={view.description} /> : undefined}
      />
      <p className="mono mb-4 wrap-anywhere">
        {view.method} /api/v1{view.path}
      </p>
      <div className="mb-8 grid gap-4">
        <DescriptionList
          items={[
            { term: "Key", value: view.key },
            { term: "Scope", value: view.scope ?? "None" },
            {
              term: "Answers",
              value: view.isJsonLines ? `${view.status}, one JSON object a line` : String(view.status),
            },
          ]}
        />
        <CodeSnippet title="Try it: put your own ids where a name stands in braces" code={view.curl} />
      </div>
      {view.parameters.length > 0 ? (
        <Section title="Parameters">
          <Fields
            caption="Parameters"
            rows={view.parameters.map((row) => ({
              ...row,
              notes: [`In the ${row.place}`, row.notes].filter(Boolean).join("; "),
            }))}
          />
        </Section>
      ) : null}
      {view.body ? (
        <Section title="Body">
          <Fields caption="Fields of the body" rows={view.body} />
        </Section>
      ) : null}
      <Section title="Answer">
        {view.answer && view.answer.length > 0 ? (
          <Fields caption="Fields of the answer" rows={view.answer} isAnswer />
        ) : (
          <p className="text-base text-muted">No content.</p>
        )}
      </Section>
    </DocsPage>
  );
}

/** Names between backticks are drawn as what a machine reads. */
function Described({ text }: { text: string }) {
  const [before, name, ...rest] = text.split("`");
  return (
    <>
      {before}
      {name === undefined ? null : <code className="mono">{name}</code>}
      {rest.length > 0 ? <Described text={rest.join("`")} /> : null}
    </>
  );
}

function Fields({ caption, rows, isAnswer }: { caption: string; rows: FieldRow[]; isAnswer?: boolean }) {
  const columns: Column<FieldRow>[] = [
    { key: "name", head: "Field", cell: (row) => <span className="mono">{row.name}</span> },
    { key: "type", head: "Type", phone: "fact", width: "wrap", cell: (row) => row.type },
    ...(isAnswer
      ? []
      : [
          {
            key: "required",
            head: "Needed",
            phone: "status",
            cell: (row: FieldRow) => (row.required ? "Needed" : "Optional"),
          } as const,
        ]),
    { key: "notes", head: "Notes", phone: "fact", width: "wrap", cell: (row) => row.notes },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(row) => row.name} />;
}
