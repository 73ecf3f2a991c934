import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import type { InventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { SILENT_AFTER_DAYS } from "#app/domain/inventory/inventory-words.ts";
import { paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { plural } from "#app/ui/plural.ts";
import { CommandLine } from "./ways-in.tsx";

type InventoryBlankProps = { org: string; address: string; sha256: string; mayReport: boolean };

/** Nobody reported yet: the two ways in. */
export function InventoryBlank({ org, address, sha256, mayReport }: InventoryBlankProps) {
  if (!mayReport) {
    return (
      <EmptyState kind="nothing-yet" title="No device has reported yet">
        Every MCP server in use appears here, with who uses it and whether it is approved. Members add their
        devices.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="nothing-yet"
      title="No device has reported yet"
      action={
        <div className="grid w-full gap-4">
          <CommandLine address={address} sha256={sha256} />
          <p className="text-base">
            It asks for a code:{" "}
            <a href={paths.settings(org, "devices")} className="link">
              get one under Devices
            </a>
            . Or{" "}
            <a href={paths.scan(org)} className="link">
              paste a client file here
            </a>
            ; it is redacted in your browser first.
          </p>
        </div>
      }
    >
      Every MCP server in use appears here, with who uses it, what it can touch and whether it is approved.
    </EmptyState>
  );
}

export function InventoryNoMatch({ filter, clearHref }: { filter: InventoryFilter; clearHref: string }) {
  const filters = Object.values(filter).filter((value) => value !== undefined && value !== "").length;
  const title =
    filters === 0
      ? "There is nothing on this page."
      : plural(filters, { one: "Nothing matches this filter.", other: "Nothing matches these # filters." });
  return (
    <EmptyState
      kind="no-match"
      title={title}
      action={
        <ButtonLink href={clearHref}>{filters === 0 ? "Go to the first page" : "Clear filters"}</ButtonLink>
      }
    />
  );
}

type InventoryUnknownProps = { summary: InventorySummary; silentHref: string; devicesHref: string };

/** What cannot be known: silent devices before files that could not be read. */
export function InventoryUnknown({ summary, silentHref, devicesHref }: InventoryUnknownProps) {
  if (summary.silentDevices > 0) {
    return (
      <div className="mb-3">
        <Banner
          kind="unknown"
          action={
            <ButtonLink href={silentHref} kind="quiet">
              Show what they last reported
            </ButtonLink>
          }
        >
          {plural(summary.silentDevices, {
            one: `# device has not reported for ${SILENT_AFTER_DAYS} days; what runs there is unknown.`,
            other: `# devices have not reported for ${SILENT_AFTER_DAYS} days; what runs there is unknown.`,
          })}
        </Banner>
      </div>
    );
  }
  if (summary.unreadFiles === 0) return null;
  return (
    <div className="mb-3">
      <Banner
        kind="unknown"
        action={
          <ButtonLink href={devicesHref} kind="quiet">
            Show devices
          </ButtonLink>
        }
      >
        {plural(summary.unreadFiles, {
          one: "Could not look into # file; what is in it is unknown.",
          other: "Could not look into # files; what is in them is unknown.",
        })}
      </Banner>
    </div>
  );
}
