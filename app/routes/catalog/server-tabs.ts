import { type Capability, can } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import type { Tab } from "#app/ui/layout/tabs.tsx";

export const SERVER_TABS = ["overview", "tools", "access", "installations", "evidence", "history"] as const;
export type ServerTab = (typeof SERVER_TABS)[number];

/** The tab an address asks for; one that means nothing, or may not be opened, is the overview. */
export function askedTab(url: URL, who: Capability): ServerTab {
  const asked = SERVER_TABS.find((tab) => tab === url.searchParams.get("tab")) ?? "overview";
  return asked === "history" && !can(who, "audit.read") ? "overview" : asked;
}

export function tabHref(org: string, serverId: string, tab: ServerTab): string {
  const base = paths.server(org, serverId);
  return tab === "overview" ? base : `${base}?tab=${tab}`;
}

type Counts = { tools: number | null; installations: number };

export const TAB_WORDS = {
  overview: "Overview",
  tools: "Tools",
  access: "Access",
  installations: "Installations",
  evidence: "Evidence",
  history: "History",
};

/** History is absent for those who may not read the audit. Tools nobody looked at have no number. */
export function serverTabs(
  at: { org: string; serverId: string; current: ServerTab; mayAudit: boolean },
  counts: Counts,
): Tab[] {
  const countOf: Partial<Record<ServerTab, number | null>> = {
    tools: counts.tools,
    installations: counts.installations,
  };
  return SERVER_TABS.filter((tab) => tab !== "history" || at.mayAudit).map((tab) => {
    const count = countOf[tab];
    return {
      label: TAB_WORDS[tab],
      href: tabHref(at.org, at.serverId, tab),
      current: tab === at.current,
      ...(typeof count === "number" ? { count: count.toLocaleString("en-GB") } : {}),
    };
  });
}
