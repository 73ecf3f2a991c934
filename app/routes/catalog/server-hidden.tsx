import { HIDDEN_RULES } from "#app/domain/catalog/hidden/find-hidden.ts";
import { NAMES_ANOTHER_TOOL } from "#app/domain/catalog/hidden/named-tools.ts";
import type { HiddenRow } from "#app/domain/catalog/hidden-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { hiddenLook } from "#app/ui/tones.ts";

const SAYS = new Map([...HIDDEN_RULES, NAMES_ANOTHER_TOOL].map((rule) => [rule.id, rule.says]));

/** What is hidden in a server's text or looks like an order to the model, with the exact span marked: text only. */
export function ServerHidden({ org, rows }: { org: string; rows: readonly HiddenRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Section
      id="hidden"
      title="Hidden in its text"
      intro={
        <>
          What the model reads and people may not, found by{" "}
          <a className="link" href={paths.toolRules(org)}>
            open rules
          </a>
          . Signs nobody sees are written out.
        </>
      }
    >
      <ul aria-label="Hidden in its text" className="divide-y divide-line border-line border-y">
        {rows.map((row) => (
          <li
            key={`${row.tool} ${row.place} ${row.rule} ${row.start} ${row.found}`}
            className="grid gap-1 py-2"
          >
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Status look={hiddenLook} detail={row.rule} />
              <span>
                {row.tool === null ? (
                  "The server"
                ) : (
                  <code className="wrap-anywhere">{printableText(row.tool)}</code>
                )}{" "}
                {SAYS.get(row.rule)}
              </span>
            </p>
            <p className="hint wrap-anywhere">
              in <code>{printableText(row.place)}</code>
              {row.of ? (
                <>
                  {", a tool of "}
                  <a className="link" href={paths.server(org, row.of.serverId)}>
                    {printableText(row.of.identity)}
                  </a>
                </>
              ) : null}
            </p>
            <blockquote className="mono wrap-anywhere text-muted">
              {printableText(row.before)}
              <mark className="bg-amber-tint text-ink">{printableText(row.found)}</mark>
              {printableText(row.after)}
            </blockquote>
          </li>
        ))}
      </ul>
    </Section>
  );
}
