import type { TouchedRow } from "#app/domain/catalog/touch-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";
import { Status } from "#app/ui/status.tsx";
import { contradictionLook, hiddenLook, toolClassLook } from "#app/ui/tones.ts";

type ServerTouchesProps = {
  org: string;
  rows: readonly TouchedRow[];
  tools: number;
  href: string;
  hidden: number;
};

/** What a server's tools can touch at a glance: a line a class, the most powerful first, with who says so. */
export function ServerTouches({ org, rows, tools, href, hidden }: ServerTouchesProps) {
  if (tools === 0) return <p>It was asked and lists no tools.</p>;
  return (
    <>
      <ul aria-label="What its tools touch" className="divide-y divide-line border-line border-y">
        {rows.map((row) => (
          <li key={row.class} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="w-40">
              <Status look={toolClassLook[row.class]} quiet />
            </span>
            <span className="w-20">{plural(row.tools, { one: "# tool", other: "# tools" })}</span>
            <span className="text-muted">{saidBy(row)}</span>
            {row.contradicted > 0 ? (
              <Status look={contradictionLook} detail={String(row.contradicted)} quiet />
            ) : null}
          </li>
        ))}
      </ul>
      {hidden > 0 ? (
        <p className="mt-2 flex flex-wrap items-center gap-x-3">
          <Status look={hiddenLook} detail={String(hidden)} />
          <a className="link" href={`${href}#hidden`}>
            {plural(hidden, {
              one: "See what is hidden in its text",
              other: "See what is hidden in its texts",
            })}
          </a>
        </p>
      ) : null}
      <p className="hint mt-2">
        Declared is what the server says of itself: a claim, not proof. Inferred comes from{" "}
        <a className="link" href={paths.toolRules(org)}>
          open rules
        </a>{" "}
        over names, descriptions and parameters.{" "}
        <a className="link" href={href}>
          {plural(tools, { one: "See the tool", other: "See all # tools" })}
        </a>
      </p>
    </>
  );
}

function saidBy({ class: touched, declared, inferred }: TouchedRow): string {
  if (touched === "undeclared") return "nothing says whether they change anything";
  if (inferred === 0) return "declared";
  return declared === 0 ? "inferred" : `${declared} declared, ${inferred} inferred`;
}
