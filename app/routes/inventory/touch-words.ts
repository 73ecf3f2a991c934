import type { ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import { plural } from "#app/ui/plural.ts";

/** What a server can touch, by what its tools claim; an unasked server says so and shows no number. */
export function touchWords(tools: ToolCounts): string {
  if (tools === null) return "Not looked yet";
  const total = tools.read + tools.write + tools.destructive + tools.undeclared;
  const parts = [
    tools.destructive > 0 ? `${tools.destructive} destructive` : "",
    tools.write > 0 ? `${tools.write} write` : "",
    tools.undeclared > 0 ? `${tools.undeclared} undeclared` : "",
  ].filter(Boolean);
  const all = plural(total, { zero: "No tools", one: "# tool", other: "# tools" });
  if (total > 0 && parts.length === 0) return `${all}, read only`;
  return parts.length > 0 ? `${all}: ${parts.join(", ")}` : all;
}
