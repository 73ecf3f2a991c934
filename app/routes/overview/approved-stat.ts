import type { InventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatExactNumber, formatShare } from "#app/ui/format-number.ts";
import { plural } from "#app/ui/plural.ts";
import type { StatProps } from "#app/ui/stat.tsx";

/** The approved share with its base; where nothing was reported there is no share. */
export function approvedStat(
  { installations, standings }: Pick<InventorySummary, "installations" | "standings">,
  org: string,
  label = "Approved",
  /** Of its members only. */
  teamId?: string,
): StatProps {
  const ofTeam = teamId ? `&team=${teamId}` : "";
  const href = `${paths.inventory(org)}?by=installation&standing=approved${ofTeam}`;
  if (installations === 0) {
    return {
      label,
      value: "Not looked yet",
      note: "No device has reported a server",
      href,
      says: `${label}: not looked yet`,
      unknown: true,
    };
  }
  const approved = standings.approved ?? 0;
  const share = formatShare(approved, installations);
  const percent = /^\d+ %/.exec(share)?.[0];
  return {
    label,
    value: percent ?? share,
    note: percent
      ? `${formatExactNumber(approved)} of ${plural(installations, { one: "# installation", other: "# installations" })}`
      : plural(installations, { one: "installation", other: "installations" }),
    href,
    says: plural(approved, { one: "# approved installation", other: "# approved installations" }),
  };
}
