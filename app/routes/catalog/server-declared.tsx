import type { Declared, DeclaredRow } from "#app/domain/catalog/permissions/declared-rules.ts";
import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { toolClassLook } from "#app/ui/tones.ts";

type ServerDeclaredProps = { org: string; declared: Declared; now: Date; zone: string };

/** What is declared for a server as a whole, a line a claim with who makes it, and what nobody declares. */
export function ServerDeclared({ org, declared: { rows, unknown }, now, zone }: ServerDeclaredProps) {
  return (
    <div className="mt-4">
      <h3 className="mb-1 font-medium text-muted">Declared for the whole server</h3>
      {rows.length > 0 ? (
        <ul aria-label="Declared for the whole server" className="divide-y divide-line border-line border-y">
          {rows.map((row) => (
            <li
              key={[row.class, row.what, row.source, ...row.names].join("\n")}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5"
            >
              <span className="w-40">
                <Status look={toolClassLook[row.class]} quiet />
              </span>
              <span className="min-w-0 break-words">
                <Claim row={row} />
              </span>
              <span className="text-muted">
                declared by <SafeText text={row.source} limit={120} />
                {row.at ? (
                  <>
                    {", as of "}
                    <RelativeTime at={row.at} now={now} zone={zone} />
                  </>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {unknown ? <p className={rows.length > 0 ? "hint mt-2" : "text-muted"}>{unknown}</p> : null}
      {rows.length > 0 ? (
        <p className="hint mt-2">
          Each is a claim, not proof. What a scope allows is told by its name, after{" "}
          <a className="link" href={paths.toolRules(org)}>
            open rules
          </a>
          .
        </p>
      ) : null}
    </div>
  );
}

function Claim({ row: { what, names } }: { row: DeclaredRow }) {
  return (
    <>
      {what}
      {names.length > 0 ? (
        <>
          {" "}
          <SafeText text={names.join(", ")} limit={200} mono />
        </>
      ) : null}
    </>
  );
}
