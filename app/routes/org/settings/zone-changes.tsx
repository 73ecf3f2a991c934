import type { ZoneChange } from "#app/domain/connections/zone-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { zoneName } from "./zone-words.ts";

type ZoneChangesProps = {
  org: string;
  preview: { servers: number; isCut: boolean; changed: number; changes: readonly ZoneChange[] };
};

/** Which servers other rules would put into another zone. */
export function ZoneChanges({ org, preview }: ZoneChangesProps) {
  const { servers, isCut, changed, changes } = preview;
  if (servers === 0)
    return <p className="text-muted">No server's zone was told yet, so nothing can be compared.</p>;
  const counted = plural(servers, { one: "# server", other: "# servers" });
  const looked = isCut ? `the first ${counted} by name` : counted;
  if (changed === 0)
    return (
      <p className="text-muted">
        None of {looked} would be in another zone.{isCut ? " The others were not gone through." : ""}
      </p>
    );
  return (
    <div className="grid gap-2">
      <p>
        {plural(changed, { one: "# server", other: "# servers" })} of {looked} would be in another zone
        {changed > changes.length ? `; the first ${changes.length} by name` : ""}.
        {isCut ? " The others were not gone through." : ""}
      </p>
      <DataTable
        caption="Servers that would be in another zone"
        columns={[
          {
            key: "server",
            head: "Server",
            width: "wrap",
            cell: (row) => (
              <a className="link mono" href={paths.server(org, row.serverId)}>
                {printableText(row.identity)}
              </a>
            ),
          },
          { key: "from", head: "Now", width: "fit", phone: "fact", cell: (row) => zoneName(row.from) },
          { key: "to", head: "Then", width: "fit", phone: "status", cell: (row) => zoneName(row.to) },
        ]}
        rows={changes}
        rowKey={(row) => row.serverId}
      />
    </div>
  );
}
