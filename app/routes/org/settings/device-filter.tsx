import { SILENT_AFTER_DAYS } from "#app/domain/inventory/inventory-words.ts";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";

type DeviceFilterProps = {
  here: string;
  silent: boolean;
  rows: readonly unknown[];
  nextCursor: string | null;
};

/** All devices, or those that have not reported for a while. */
export function DeviceFilter({ here, silent, rows, nextCursor }: DeviceFilterProps) {
  const forms = silent
    ? {
        one: `# device has not reported for ${SILENT_AFTER_DAYS} days`,
        other: `# devices have not reported for ${SILENT_AFTER_DAYS} days`,
      }
    : { one: "# device", other: "# devices" };
  return (
    <FilterBar
      action={here}
      selects={[
        {
          name: "show",
          label: "Show",
          any: "All devices",
          value: silent ? "silent" : "",
          options: [{ value: "silent", label: "Silent devices" }],
        },
      ]}
      chips={silent ? [{ label: "Silent", removeHref: here }] : []}
      clearHref={here}
      result={nextCursor ? `${rows.length} of more are shown` : plural(rows.length, forms)}
    />
  );
}
