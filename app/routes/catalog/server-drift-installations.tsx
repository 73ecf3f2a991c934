import type { DriftedInstallation } from "#app/domain/inventory/launch-drift-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { LaunchDifference } from "#app/routes/inventory/installation-drift.tsx";
import { printableText } from "#app/ui/printable-text.ts";

/** Installations that are started in another way, or start something else, than was approved there. */
export function DriftedInstallations(props: { org: string; rows: readonly DriftedInstallation[] }) {
  return (
    <ul aria-label="Installations that differ" className="divide-y divide-line border-line border-y">
      {props.rows.map(({ id, device, person, ...drift }) => (
        <li key={id} className="grid gap-1 py-3">
          <a className="link" href={paths.installation(props.org, id)}>
            {printableText(person)} on {printableText(device)}
          </a>
          <LaunchDifference drift={drift} />
        </li>
      ))}
    </ul>
  );
}
