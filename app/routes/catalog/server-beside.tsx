import type { Beside } from "#app/domain/catalog/beside-queries.server.ts";
import type { HiddenRow } from "#app/domain/catalog/hidden-queries.server.ts";
import { MarkedText } from "#app/ui/marked-text.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";

type ServerBesideProps = { beside: Beside | undefined; hidden: readonly HiddenRow[] };
type MarksAt = (place: string) => { start: number; end: number }[];

/** Prompts, resources and the words to the model that stand beside a server's tools: a stranger's text, drawn as text. */
export function ServerBeside({ beside, hidden }: ServerBesideProps) {
  if (!beside) return null;
  const { instructions, prompts, resources, notes } = beside;
  const marksAt: MarksAt = (place) =>
    hidden.filter((row) => row.tool === null && row.place === place.slice(0, 300));
  return (
    <>
      {instructions ? (
        <Section title="Instructions" intro="What the server tells the model before anything is called.">
          <MarkedText text={instructions} marks={marksAt("instructions")} limit={2_000} />
        </Section>
      ) : null}
      <Section title="Prompts" intro={introOf(prompts, { one: "# prompt", other: "# prompts" })}>
        {prompts && prompts.rows.length > 0 ? (
          <ul aria-label="Prompts" className="divide-y divide-line border-line border-y">
            {prompts.rows.map((prompt) => (
              <li key={prompt.name} className="grid gap-1 py-2">
                <Head name={prompt.name} title={prompt.title} />
                <Words text={prompt.description} marks={marksAt(`prompts.${prompt.name}.description`)} />
                {prompt.arguments?.map((argument) => (
                  <div key={argument.name} className="ps-4 text-muted">
                    <code className="wrap-anywhere">{printableText(argument.name)}</code>
                    {argument.required ? " (required) " : " "}
                    {argument.description ? (
                      <MarkedText
                        text={argument.description}
                        marks={marksAt(`prompts.${prompt.name}.arguments.${argument.name}`)}
                      />
                    ) : null}
                  </div>
                ))}
              </li>
            ))}
          </ul>
        ) : (
          <Nothing list={prompts} noun="prompts" />
        )}
      </Section>
      <Section title="Resources" intro={introOf(resources, { one: "# resource", other: "# resources" })}>
        {resources && resources.rows.length > 0 ? (
          <ul aria-label="Resources" className="divide-y divide-line border-line border-y">
            {resources.rows.map((resource) => (
              <li key={`${resource.isTemplate} ${resource.uri}`} className="grid gap-1 py-2">
                <Head
                  name={resource.uri}
                  title={resource.title ?? resource.name}
                  note={resource.isTemplate ? "a pattern of addresses" : resource.mimeType}
                />
                <Words text={resource.description} marks={marksAt(`resources.${resource.uri}.description`)} />
              </li>
            ))}
          </ul>
        ) : (
          <Nothing list={resources} noun="resources" />
        )}
      </Section>
      {notes.length > 0 ? (
        <Section title="What was odd" intro="What the server said that has no place, and what failed.">
          <ul className="list-disc ps-5 text-muted">
            {notes.map((note) => (
              <li key={note} className="wrap-anywhere">
                {printableText(note)}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function introOf(list: Beside["prompts"] | Beside["resources"], words: { one: string; other: string }) {
  if (!list || list.total === 0) return undefined;
  const cut = list.rows.length < list.total ? `, the first ${list.rows.length} shown` : "";
  return `${plural(list.total, words)}${cut}. The server's own words.`;
}

function Nothing({ list, noun }: { list: Beside["prompts"] | Beside["resources"]; noun: string }) {
  return (
    <p className="text-muted">
      {list
        ? `The server lists no ${noun}.`
        : `Its ${noun} could not be listed, so nobody knows whether it has any.`}
    </p>
  );
}

function Head({
  name,
  title,
  note,
}: {
  name: string;
  title?: string | undefined;
  note?: string | undefined;
}) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <code className="font-medium wrap-anywhere">{printableText(name)}</code>
      {title && title !== name ? (
        <span className="wrap-anywhere">{printableText(title.slice(0, 200))}</span>
      ) : null}
      {note ? <span className="text-muted">{printableText(note)}</span> : null}
    </p>
  );
}

function Words({ text, marks }: { text: string | undefined; marks: ReturnType<MarksAt> }) {
  if (!text) return null;
  return (
    <p className="text-muted">
      <MarkedText text={text} marks={marks} />
    </p>
  );
}
