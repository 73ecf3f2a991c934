import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  type GivenRepository,
  listGivenRepositories,
} from "#app/domain/packages/repository/given-repositories.server.ts";
import { importRepositoryFile } from "#app/domain/packages/repository/import-repository-facts.server.ts";
import { RepositoryFileInput } from "#app/domain/packages/repository/repository-file.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { FileInput } from "#app/ui/form/file-input.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";

export const meta: MetaFunction = () => [{ title: "Repository facts · Castellan" }];
export const handle = { crumbs: () => [{ label: "Repository facts" }] };

const EXAMPLE = `{ "repositories": [ {
  "identity": "pypi:mcp-server-time", "release": "1.2.0",
  "repository": "https://github.com/example/time",
  "lookedAt": "2026-11-20T10:00:00Z",
  "isPublic": true, "isArchived": false, "licence": "MIT",
  "lastCommitAt": "2026-11-02T08:00:00Z", "releasesLastYear": 6, "tag": "v1.2.0",
  "issues": { "looked": 8, "answered": 7, "medianHours": 20 }
} ] }`;

export const loader = memberLoader(async (ctx) => {
  const rows = await listGivenRepositories(ctx);
  return { zone: ctx.org.timeZone, now: ctx.now, rows };
});

export const action = memberForm({
  input: RepositoryFileInput,
  run: async (ctx, input, { posted }) => {
    const file = posted.get("file");
    if (!(file instanceof File) || file.size === 0) return importRepositoryFile(ctx, input);
    return importRepositoryFile(ctx, { text: await file.text() });
  },
  done: (ctx, { taken, left }) => ({
    to: paths.repositoryFacts(ctx.org.slug),
    say: `${taken} taken${left > 0 ? `; ${left} known already or older than what is known` : ""}.`,
  }),
});

export default function RepositoryFactsPage() {
  const { zone, now, rows } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const columns: Column<GivenRepository>[] = [
    { key: "identity", head: "Server", width: "wrap", cell: (row) => printableText(row.identity) },
    { key: "place", head: "Repository", width: "wrap", cell: (row) => printableText(row.place) },
    {
      key: "looked",
      head: "Looked up",
      muted: true,
      cell: (row) => <RelativeTime at={row.lookedAt} now={now} zone={zone} />,
    },
    { key: "by", head: "Given by", muted: true, cell: (row) => row.givenBy },
    {
      key: "at",
      head: "Given",
      muted: true,
      cell: (row) => <RelativeTime at={row.givenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <>
      <PageHeader
        title="Repository facts from a file"
        answer="For where GitHub and GitLab cannot be asked from here. What a file says becomes evidence, marked as from a file."
      />
      <form method="post" encType="multipart/form-data" className="mb-8 grid max-w-[640px] gap-4">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <FileInput
          id="file"
          name="file"
          label="File"
          hint="JSON, at most 2 MB and 1,000 repositories. All of it is taken or nothing."
          accept=".json,application/json"
          optional
        />
        <TextArea
          id="text"
          name="text"
          label="Or paste what it holds"
          rows={6}
          mono
          defaultValue={value("text")}
          error={error("text")}
          spellCheck={false}
          optional
        />
        <div className="action-bar">
          <Button kind="primary" icon="upload">
            Take these facts
          </Button>
        </div>
      </form>
      <Section
        title="What a file looks like"
        intro="Only identity, repository and lookedAt are needed. What is left out is not known."
      >
        <pre className="mono whitespace-pre-wrap break-words">{EXAMPLE}</pre>
      </Section>
      {rows.length === 0 ? (
        <p className="hint">No facts came from a file yet.</p>
      ) : (
        <Section title="Given so far" intro="The last 50.">
          <DataTable
            caption="Facts from files, newest first"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
          />
        </Section>
      )}
    </>
  );
}
