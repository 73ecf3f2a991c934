import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import {
  type AdvisoryImportRow,
  listAdvisoryImports,
} from "#app/domain/advisories/advisory-import-queries.server.ts";
import { CreateAdvisoryImportInput } from "#app/domain/advisories/advisory-inputs.ts";
import { createAdvisoryImport } from "#app/domain/advisories/create-advisory-import.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { FileInput } from "#app/ui/form/file-input.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { advisoryCrumbs } from "./advisory-crumbs.ts";
import { ADVISORY_IMPORT_LOOKS } from "./advisory-looks.ts";

export const meta: MetaFunction = () => [{ title: "Import advisories · Castellan" }];
export const handle = { crumbs: (data: unknown) => advisoryCrumbs(data, "Imports") };

export const loader = memberLoader(async (ctx) => {
  const rows = await listAdvisoryImports(ctx);
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, rows, newId: uuidv7() };
});

export const action = memberForm({
  input: CreateAdvisoryImportInput.omit({ name: true }),
  run: async (ctx, input, { posted }) => {
    const file = posted.get("file");
    if (!(file instanceof File) || file.size === 0) return createAdvisoryImport(ctx, input);
    return createAdvisoryImport(ctx, { ...input, text: await textOf(file), name: file.name.slice(0, 200) });
  },
  done: (ctx, { id }) => ({ to: paths.advisoryImport(ctx.org.slug, id) }),
});

/** A zip cannot be read as text: it goes on as base64. */
async function textOf(file: File): Promise<string> {
  const begins = await file.slice(0, 4).text();
  return begins === "PK\u0003\u0004" ? Buffer.from(await file.arrayBuffer()).toString("base64") : file.text();
}

export default function AdvisoryImports() {
  const { org, zone, now, rows, newId } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const count = (key: "read" | "added" | "changed", head: string): Column<AdvisoryImportRow> => ({
    key,
    head,
    numeric: true,
    phone: "fact",
    phoneLabel: head,
    cell: (row) => row[key].toLocaleString("en-GB"),
  });
  const columns: Column<AdvisoryImportRow>[] = [
    {
      key: "made",
      head: "From",
      width: "wrap",
      cell: (row) => <a href={paths.advisoryImport(org, row.id)}>{printableText(row.name)}</a>,
    },
    {
      key: "state",
      head: "State",
      phone: "status",
      cell: (row) => <Status look={ADVISORY_IMPORT_LOOKS[row.state]} quiet />,
    },
    count("read", "Records"),
    count("added", "New"),
    count("changed", "Changed"),
    { key: "by", head: "By", muted: true, cell: (row) => row.createdBy.name },
    {
      key: "at",
      head: "When",
      muted: true,
      cell: (row) => <RelativeTime at={row.createdAt} now={now} zone={zone} />,
    },
  ];
  return (
    <>
      <PageHeader
        title="Import advisories"
        answer="Records in the OSV format. The same file twice changes nothing; a withdrawn record takes its findings back."
      />
      <form method="post" encType="multipart/form-data" className="mb-8 grid max-w-[640px] gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <input type="hidden" name="id" value={value("id", newId)} />
        <FileInput
          id="file"
          name="file"
          label="File"
          hint="One record, a list of them, or one a line (JSON Lines), at most 15 MB; or a zip of such files, at most 11 MB."
          accept=".json,.jsonl,.ndjson,.zip,application/json,application/zip,text/plain"
          optional
        />
        <TextInput
          id="url"
          name="url"
          type="url"
          label="Or the address of such a file"
          hint="Over https, at most 512 MB, a zip such as all.zip too. It is fetched once, now."
          defaultValue={value("url")}
          error={error("url")}
          optional
        />
        <TextArea
          id="text"
          name="text"
          label="Or paste records"
          rows={6}
          mono
          defaultValue={value("text")}
          error={error("text")}
          spellCheck={false}
          optional
        />
        <div className="action-bar">
          <Button kind="primary" icon="upload">
            Import
          </Button>
        </div>
      </form>
      {rows.length === 0 ? (
        <p className="hint">No advisories were imported yet.</p>
      ) : (
        <Section title="Imports">
          <DataTable
            caption="Imports of advisories, newest first"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
          />
        </Section>
      )}
    </>
  );
}
