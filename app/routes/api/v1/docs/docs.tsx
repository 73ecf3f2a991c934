import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { publicUrl } from "#app/env.server.ts";
import { CALLS_PER_KEY } from "#app/http/api-limits.server.ts";
import { paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { CodeSnippet } from "#app/ui/code-snippet.tsx";
import { formatExactNumber } from "#app/ui/format-number.ts";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { operationTable } from "../operation-table.server.ts";
import { DocsPage, Method } from "./docs-page.tsx";
import { lineOf } from "./operation-view.server.ts";

export const meta: MetaFunction = () => [{ title: "API · Castellan" }];

export const loader = openLoader(async (_edge, { url }) => {
  const typed = (url.searchParams.get("q") ?? "").trim().slice(0, 100);
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lines = operationTable.map(lineOf).filter((line) => {
    const text = `${line.tag} ${line.method} ${line.path} ${line.summary} ${line.operationId}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return { typed, lines, address: publicUrl(), limit: CALLS_PER_KEY };
});

export default function Docs() {
  const { typed, lines, address, limit } = useLoaderData<typeof loader>();
  const tags = [...new Set(lines.map((line) => line.tag))].sort();
  return (
    <DocsPage>
      <PageHeader
        title="API"
        answer="Everything the pages do, for programs. A key acts as its member, narrowed to its scopes."
      />
      <Section title="Start">
        <CodeSnippet
          title="Who a key speaks for"
          code={`curl '${address}/api/v1/me' \\\n  -H "Authorization: Bearer $CASTELLAN_KEY"`}
        />
        <ul className="mt-3 grid max-w-[72ch] list-disc gap-1 ps-5 text-base">
          <li>Make a key under Settings, API keys. It is shown once; keep it like a password.</li>
          <li>
            Times are ISO 8601 in UTC, ids are UUIDs. Another organization's ids look like ids that do not
            exist.
          </li>
          <li>
            Lists answer <code>nextCursor</code>; send it as <code>cursor</code> for the next page, until it
            is null.
          </li>
          <li>
            A post with an <code>Idempotency-Key</code> is carried out once in 24 hours, however often it is
            sent.
          </li>
          <li>
            A key may call {formatExactNumber(limit)} times a minute. Every answer says what is left in{" "}
            <code>RateLimit</code> and the rule in <code>RateLimit-Policy</code>; a 429 says in{" "}
            <code>Retry-After</code> when to go on.
          </li>
        </ul>
      </Section>
      <Section
        title="Errors"
        intro="As application/problem+json (RFC 9457): detail is a sentence for people, errors points at fields."
      >
        <dl className="grid max-w-[72ch] grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-base">
          {ERRORS.map(([status, meaning]) => (
            <div key={status} className="contents">
              <dt className="mono">{status}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <h2 className="mb-2 text-lg">Operations</h2>
      <FilterBar
        action={paths.apiDocs}
        search={{ name: "q", label: "Find an operation", value: typed }}
        result={plural(lines.length, {
          zero: "No operation matches.",
          one: "# operation",
          other: "# operations",
        })}
      />
      {tags.map((tag) => (
        <section key={tag} className="mb-6">
          <h3 className="mb-1 font-medium text-muted">{tag}</h3>
          <ul className="divide-y divide-line border-line border-y" data-rows="">
            {lines
              .filter((line) => line.tag === tag)
              .map((line) => (
                <li key={line.operationId}>
                  <a
                    href={paths.apiOperation(line.operationId)}
                    className="flex min-h-(--row) flex-wrap items-center gap-x-3 px-2 py-1 hover:bg-hover"
                  >
                    <Method method={line.method} />
                    <span className="mono wrap-anywhere">{line.path}</span>
                    <span className="text-muted">{line.summary}</span>
                  </a>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </DocsPage>
  );
}

const ERRORS = [
  ["400", "The request is broken: no JSON, a header that cannot be."],
  ["401", "No key, or one that does not work any more."],
  ["403", "The key may not do this: its member's role or its scopes do not allow it."],
  ["404", "There is nothing at this address, or it belongs to another organization."],
  ["409", "The state has changed or forbids it. The detail says what it is now."],
  ["413", "The body is too large."],
  ["422", "Understood and not accepted. The errors point at the fields."],
  ["429", "Too many calls. Retry-After says when to go on."],
  ["500", "Our mistake. Tell us the request id."],
  ["503", "The database does not answer. Nothing was changed."],
] as const;
