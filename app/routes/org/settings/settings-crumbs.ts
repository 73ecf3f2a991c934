import { paths, type SettingsPart } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";

/** The way up from a page of the settings, without links when its loader failed and `org` is not known; `below` are the pages under the part, the last one being this page. */
export function settingsCrumbs(org: string, part: SettingsPart, label: string, below: Crumb[] = []): Crumb[] {
  if (!org) return [{ label: "Settings" }];
  const here = below.length === 0 ? { label } : { label, href: paths.settings(org, part) };
  return [{ label: "Settings", href: paths.settings(org) }, here, ...below];
}

/**
 * `handle.crumbs` gets the data of its own loader, untyped; every loader of the settings answers `org`.
 * Empty when the loader failed.
 */
export function orgOf(data: unknown): string {
  return typeof data === "object" && data !== null && "org" in data ? String(data.org) : "";
}

/** The same for one more text of the loader's answer. */
export function textOf(data: unknown, name: string): string {
  const found = typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
  return typeof found === "string" ? found : "";
}
