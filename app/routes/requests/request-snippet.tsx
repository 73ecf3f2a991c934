import { paths } from "#app/http/paths.ts";
import { CodeSnippet } from "#app/ui/code-snippet.tsx";
import { Tabs } from "#app/ui/layout/tabs.tsx";
import { clientOptions } from "#app/ui/scan/client-options.ts";
import { Section } from "#app/ui/section.tsx";
import type { RequestPage } from "./request-page.server.ts";

type RequestSnippetProps = { page: RequestPage; snippet: NonNullable<RequestPage["snippet"]> };

/** What the approved person puts into their client's file, for the client they choose. */
export function RequestSnippet({ page, snippet }: RequestSnippetProps) {
  const here = paths.request(page.org, page.request.id);
  return (
    <Section title="Configuration" intro="Put this into your client's file. It holds no secret.">
      <Tabs
        label="Client"
        tabs={clientOptions.map(({ value, label }) => ({
          label,
          href: `${here}?client=${value}`,
          current: value === snippet.client,
        }))}
      />
      {snippet.text ? <CodeSnippet title={snippet.file} code={snippet.text} /> : null}
      {snippet.notes.map((note) => (
        <p key={note} className="hint mt-2">
          {note}
        </p>
      ))}
    </Section>
  );
}
