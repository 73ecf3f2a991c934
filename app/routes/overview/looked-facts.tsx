import type { ReactNode } from "react";
import type { InventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";

type Looked = { inventory: InventorySummary; org: string; now: Date; zone: string };

/** When a device reported last, and where nobody could look. */
export function lookedFacts({ inventory, org, now, zone }: Looked): ReactNode[] {
  const { lastReportAt, unreadFiles } = inventory;
  return [
    lastReportAt ? (
      <span key="last">
        last report <RelativeTime at={lastReportAt} now={now} zone={zone} />
      </span>
    ) : (
      "no device has reported"
    ),
    <Devices key="devices" {...inventory} href={paths.settings(org, "devices")} />,
    unreadFiles > 0 ? (
      <a key="files" href={paths.settings(org, "devices")} className="unknown-fact">
        {plural(unreadFiles, { one: "could not look into # file", other: "could not look into # files" })}
      </a>
    ) : null,
  ];
}

type DevicesProps = Pick<InventorySummary, "devices" | "silentDevices"> & { href: string };

function Devices({ devices, silentDevices, href }: DevicesProps) {
  if (silentDevices === 0) {
    return (
      <a href={href} className="link">
        {plural(devices, { one: "# device", other: "# devices" })}
      </a>
    );
  }
  return (
    <a href={`${href}?show=silent`} className="unknown-fact">
      {silentDevices.toLocaleString("en-GB")} of{" "}
      {plural(devices, { one: "# device silent", other: "# devices silent" })}
    </a>
  );
}
