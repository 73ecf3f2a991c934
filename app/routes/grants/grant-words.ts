import type { GrantState, HolderKind } from "#app/domain/grants/grant-rules.ts";
import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";
import { plural } from "#app/ui/plural.ts";

/** "Team Payments", "Agent Release notes" or a person's name. */
export function holderName(holder: { kind: HolderKind; name: string }): string {
  if (holder.kind === "team") return `Team ${holder.name}`;
  return holder.kind === "agent" ? `Agent ${holder.name}` : holder.name;
}

type Over = { state: GrantState; holder: { kind: HolderKind }; holderGoneAt: Date | null };

/** Why a grant ended before its time, to follow its state: "Ended · agent retired". */
export function goneWords({ state, holder, holderGoneAt }: Over): string | undefined {
  if (state !== "ended" || !holderGoneAt) return undefined;
  return holder.kind === "agent" ? "agent retired" : "member left";
}

/** "3 tools", or that it covers whatever an unseen server offers. */
export function grantedTools(tools: readonly string[] | null): string {
  if (tools === null) return "all tools, not looked at";
  return plural(tools.length, { one: "# tool", other: "# tools" });
}

export function grantCrumbs(data: unknown, label?: string): Crumb[] {
  const org = typeof data === "object" && data !== null && "org" in data ? String(data.org) : "";
  const list = { label: "Grants", ...(org && label ? { href: paths.grants(org) } : {}) };
  return label ? [list, { label }] : [list];
}
