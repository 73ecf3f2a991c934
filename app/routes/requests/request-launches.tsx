import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import { paths } from "#app/http/paths.ts";
import { tabHref } from "#app/routes/catalog/server-tabs.ts";
import { LaunchDifference } from "#app/routes/inventory/installation-drift.tsx";
import { LaunchFacts } from "#app/routes/inventory/installation-launch.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";
import type { RequestPage } from "./request-page.server.ts";

const OPEN = 3;

/** How the installations are started that an approval would pin: what is decided about beside the tools. */
export function RequestLaunches({ page: { request, org } }: { page: RequestPage }) {
  const { launches, launchesBeyond } = request;
  const others = launchesBeyond?.count ?? 0;
  if (launches.length === 0) return null;
  return (
    <Section
      title="What would be pinned"
      intro={`An approval also pins how ${plural(launches.length + others, {
        one: "this installation is",
        other: "these # installations are",
      })} started. Started otherwise later, calls are refused until somebody decides again.`}
    >
      <ul
        aria-label="Installations whose launch would be pinned"
        className="divide-y divide-line border-line border-y"
      >
        {launches.map((one, index) => (
          <li key={one.installationId} className="grid gap-2 py-3">
            <p className="flex flex-wrap gap-x-3 gap-y-1">
              <a className="link" href={paths.installation(org, one.installationId)}>
                {printableText(one.person)} on {printableText(one.device)}
              </a>
              <span className="text-muted">
                {CLIENT_NAMES[one.client]},{" "}
                <span className="mono wrap-anywhere">{printableText(one.identity)}</span>
                {one.release ? `, release ${printableText(one.release)}` : ", no exact release named"}
              </span>
            </p>
            {one.drift && request.launchDrift === null ? <LaunchDifference drift={one.drift} /> : null}
            <details open={index < OPEN}>
              <summary className="link">How it is started</summary>
              <div className="mt-2">
                <LaunchFacts launch={one.launch} />
              </div>
            </details>
          </li>
        ))}
      </ul>
      {others > 0 ? (
        <p className="mt-3 text-muted">
          {plural(others, {
            one: "1 more installation would be pinned.",
            other: "# more installations would be pinned.",
          })}{" "}
          If one of them changes before you decide, nothing is decided.{" "}
          <a className="link" href={tabHref(org, request.server.id, "installations")}>
            See all of them
          </a>
        </p>
      ) : null}
    </Section>
  );
}

/** What was seen of them, sent along with the decision: started otherwise by then, it is refused. */
export function SeenLaunches({ seen, beyond }: { seen: readonly string[]; beyond: string }) {
  return (
    <>
      {seen.map((one) => (
        <input key={one} type="hidden" name="seenLaunches" value={one} />
      ))}
      {beyond === "" ? null : <input type="hidden" name="seenLaunchesBeyond" value={beyond} />}
    </>
  );
}

/** A launch as the form names it. */
export function seenOf({ request }: RequestPage): string[] {
  return request.launches.map(({ installationId, hash }) => `${installationId} ${hash}`);
}

/** Those that are not shown one by one, as the form names them; empty when there are none. */
export function seenBeyond({ request: { launchesBeyond } }: RequestPage): string {
  return launchesBeyond ? `${launchesBeyond.count} ${launchesBeyond.hash}` : "";
}
