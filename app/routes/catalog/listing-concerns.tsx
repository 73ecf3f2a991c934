import type { ListedConcerns } from "#app/domain/advisories/listed-concern-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { MATCH_LOOKS } from "#app/routes/advisories/advisory-looks.ts";
import { SeverityMark } from "#app/routes/advisories/severity-mark.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Status } from "#app/ui/status.tsx";

/** What advisories say of a listed release. What comes with it is only known once somebody runs it, and that is said. */
export function ListingConcerns({ org, of }: { org: string; of: ListedConcerns | undefined }) {
  if (!of?.isLooked && !of?.concerns.length)
    return "Could not look: no advisories about such a package were imported";
  const rest = of.total - of.concerns.length;
  return (
    <>
      {of.concerns.length === 0 ? "No imported advisory concerns it. " : null}
      {of.concerns.length > 0 ? (
        <ul className="mb-1 grid gap-1">
          {of.concerns.map(({ advisoryId, osvId, severity, isMalicious, answer }) => (
            <li key={advisoryId} className="flex flex-wrap items-center gap-x-2">
              <a className="link mono" href={paths.advisory(org, advisoryId)}>
                {printableText(osvId)}
              </a>
              <SeverityMark severity={severity} isMalicious={isMalicious} />
              <Status look={MATCH_LOOKS[answer]} quiet />
            </li>
          ))}
          {rest > 0 ? <li>{plural(rest, { one: "and 1 more", other: "and # more" })}</li> : null}
        </ul>
      ) : null}
      <span className="text-muted">What comes with it was not looked at.</span>
    </>
  );
}
