import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";
import { settingsCrumbs, textOf } from "./settings-crumbs.ts";

/** The way up from a page below one team; its loader answers `id` and `name`. */
export function teamCrumbs(org: string, data: unknown, label: string): Crumb[] {
  const [id, name] = [textOf(data, "id"), textOf(data, "name")];
  return settingsCrumbs(org, "teams", "Teams", [
    ...(id ? [{ label: name, href: paths.team(org, id) }] : []),
    { label },
  ]);
}
