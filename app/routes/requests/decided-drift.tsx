import { CHANGE_KINDS, type ChangeKind } from "#app/domain/catalog/drift/drift-words.ts";
import type { FrozenEvidence } from "#app/domain/requests/request-words.ts";
import { paths } from "#app/http/paths.ts";
import { countSentence } from "#app/routes/catalog/server-drift-words.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import type { RequestPage } from "./request-page.server.ts";

type DecidedDriftProps = { page: RequestPage; drift: NonNullable<FrozenEvidence["drift"]> };

/** What was compared when a drift was decided, as it was frozen then: the tools that differed, and how each did. */
export function DecidedDrift({ page: { org, request }, drift }: DecidedDriftProps) {
  const { tools, whole } = drift.summary;
  const total = drift.added + drift.removed + drift.renamed + drift.changed;
  return (
    <Section
      title="What changed"
      intro={`As it was compared when this was decided. ${countSentence(drift)}${
        tools.length < total ? ` The first ${tools.length} were kept.` : ""
      }`}
      actions={
        <a className="link" href={paths.manifest(org, request.server.id, drift.manifestId)}>
          See the list of tools
        </a>
      }
    >
      {whole.length > 0 ? <p className="mb-2">{whole.map(kindWords).join("; ")}</p> : null}
      {tools.length > 0 ? (
        <ul aria-label="Tools that differed" className="divide-y divide-line border-line border-y">
          {tools.map((tool) => (
            <li key={tool.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <code className="font-medium wrap-anywhere">{printableText(tool.name)}</code>
              {tool.was ? (
                <span className="text-muted">
                  was <code className="wrap-anywhere">{printableText(tool.was)}</code>
                </span>
              ) : null}
              <span>{tool.kinds.map(kindWords).join("; ")}</span>
              <Status look={CLASS_LOOKS[tool.class]} />
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

const isKind = (kind: string): kind is ChangeKind => Object.hasOwn(CHANGE_KINDS, kind);
const kindWords = (kind: string) => (isKind(kind) ? CHANGE_KINDS[kind] : kind);
