import { can, type Role } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import type { NavGroup, NavItem } from "#app/ui/layout/app-shell.tsx";

type Viewer = { org: string; role: Role; leadsATeam: boolean; waiting: number; pastDue: number };

/** The sidebar: a destination a role can never open is absent. `path` is the address of the page. */
export function navigationFor(viewer: Viewer, path: string): { groups: NavGroup[]; settings: NavItem } {
  const { org, role } = viewer;
  const may = { role, scopes: null };
  const decides = can(may, "request.decide") || viewer.leadsATeam;
  const item = (
    label: string,
    href: string,
    icon: NavItem["icon"],
    extra: Partial<NavItem> = {},
  ): NavItem => ({
    label,
    href,
    icon,
    current: path === href || path.startsWith(`${href}/`),
    ...extra,
  });
  const waiting: Partial<NavItem> =
    viewer.waiting === 0
      ? {}
      : { badge: viewer.waiting, ...(viewer.pastDue > 0 ? { badgeTone: "amber" as const } : {}) };
  const groups: NavGroup[] = [
    {
      group: "",
      items: [{ ...item("Overview", paths.home(org), "house"), current: path === paths.home(org) }],
    },
    {
      group: "For you",
      items: [
        ...(role === "auditor" ? [] : [item("My access", paths.access(org), "key-round")]),
        ...(decides ? [item("Approvals", paths.approvals(org), "inbox", waiting)] : []),
      ],
    },
    {
      group: "Know",
      items: [
        item("Inventory", paths.inventory(org), "boxes"),
        item("Findings", paths.findings(org), "triangle-alert"),
        ...(can(may, "credential.read") ? [item("Credentials", paths.credentials(org), "lock")] : []),
        item("Catalog", paths.catalog(org), "library"),
        item("Agents", paths.agents(org), "bot"),
        item("Advisories", paths.advisories(org), "octagon-alert"),
      ],
    },
    {
      group: "Govern",
      items:
        can(may, "request.read_all") || viewer.leadsATeam
          ? [item("Requests", paths.requests(org), "send"), item("Grants", paths.grants(org), "ticket-check")]
          : [],
    },
    {
      group: "Prove",
      items: can(may, "audit.read") ? [item("Audit", paths.audit(org), "scroll-text")] : [],
    },
  ];
  const settingsRoot = `/${encodeURIComponent(org)}/settings`;
  const settings = {
    ...item("Settings", paths.settings(org), "settings"),
    current: path.startsWith(settingsRoot),
  };
  return { groups: groups.filter((group) => group.items.length > 0), settings };
}
