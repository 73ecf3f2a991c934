import type { Page } from "playwright-core";

export interface Place {
  /** The name of its picture. */
  name: string;
  path: string;
}

/** Tools are known, some were approved and have changed: the fullest server there is. */
const DRIFTED = "/inventory?standing=drifted";

/** Addresses that a member of the organization `slug` reaches, with one of each kind of thing, as found by following links. */
export async function findPlaces(page: Page, slug: string): Promise<Place[]> {
  const at = (path: string) => `/${slug}${path}`;
  const fixed = [
    ["overview", ""],
    ["inventory", "/inventory"],
    ["inventory-by-installation", "/inventory?by=installation"],
    ["inventory-by-team", "/inventory?by=team"],
    ["inventory-no-match", "/inventory?q=nothing-is-called-this"],
    ["search", "/search"],
    ["search-no-match", "/search?q=nothing-is-called-this"],
    ["scan", "/inventory/scan"],
    ["catalog", "/servers"],
    ["requests", "/requests"],
    ["new-request", "/requests/new"],
    ["approvals", "/approvals"],
    ["access", "/access"],
    ["grants", "/grants"],
    ["agents", "/agents"],
    ["agents-no-match", "/agents?q=nothing-is-called-this"],
    ["new-agent", "/agents/new"],
    ["audit", "/audit"],
    ["notices", "/notices"],
    ["notices-unread", "/notices?state=unread"],
    ["settings-notices", "/settings/notices"],
    ["settings-organization", "/settings/organization"],
    ["settings-deletion", "/settings/organization/deletion"],
    ["settings-departure", "/settings/departure"],
    ["settings-teams", "/settings/teams"],
    ["settings-members", "/settings/members"],
    ["settings-former-members", "/settings/members/former"],
    ["settings-member-imports", "/settings/members/imports"],
    ["settings-invitations", "/settings/invitations"],
    ["settings-provisioning", "/settings/provisioning"],
    ["settings-sign-in", "/settings/sign-in"],
    ["settings-api-keys", "/settings/api-keys"],
    ["settings-devices", "/settings/devices"],
    ["settings-operations", "/settings/operations"],
    ["settings-data", "/settings/data"],
    ["settings-export", "/settings/data/export"],
    ["retention", "/settings/data/retention/scans?days=30"],
    ["session-end", "/settings/members/session-end"],
    ["teams-archived", "/settings/teams?archived=1"],
    ["not-found", "/nothing-here"],
  ].map(([name = "", path = ""]) => ({ name, path: at(path) }));
  // one's own account, which belongs to no organization
  const own = [
    ["account", "/account"],
    ["account-address", "/account/address"],
    ["account-password", "/account/password"],
    ["account-second-factors", "/account/second-factors"],
    ["account-authenticator", "/account/authenticator"],
    ["account-recovery-codes", "/account/recovery-codes"],
    ["account-sessions", "/account/sessions"],
    ["account-events", "/account/events"],
    ["proof", "/account/proof"],
  ].map(([name = "", path = ""]) => ({ name, path }));
  const one = async (
    name: string,
    list: string,
    kind: string,
    more = "",
    shape = /^.*\/[0-9a-f-]{36}/,
  ): Promise<Place[]> => {
    await page.goto(at(list));
    const links = await page.locator(`main a[href*="${at(kind)}"]`).all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute("href")));
    const address = addresses.flatMap((text) => text?.match(shape)?.[0] ?? [])[0];
    return address ? [{ name, path: `${address}${more}` }] : [];
  };
  const found = [
    await one("installation", "/inventory?by=installation", "/inventory/installations"),
    await one("server", DRIFTED, "/servers"),
    await one("server-blocked", "/inventory?standing=blocked", "/servers"),
    await one("server-tools", DRIFTED, "/servers", "?tab=tools"),
    await one("server-access", DRIFTED, "/servers", "?tab=access"),
    await one("server-installations", DRIFTED, "/servers", "?tab=installations"),
    await one("server-history", DRIFTED, "/servers", "?tab=history"),
    await one("block", DRIFTED, "/servers", "/block"),
    await one("request", "/requests", "/requests"),
    await one("decision", "/approvals", "/approvals", "", /^.*\?open=[0-9a-f-]{36}/),
    await one("grant", "/grants", "/grants"),
    await one("suspension", "/grants", "/grants", "/suspension"),
    await one("revocation", "/grants", "/grants", "/revocation"),
    await one("agent", "/agents", "/agents"),
    await one("agent-change", "/agents", "/agents", "/details"),
    await one("agent-handover", "/agents", "/agents", "/handover"),
    await one("agent-review", "/agents", "/agents", "/review"),
    await one("agent-retirement", "/agents", "/agents", "/retirement"),
    await one("team", "/settings/teams", "/settings/teams"),
    await one("team-page", "/settings/teams", "/teams"),
    await one("team-change", "/settings/teams", "/settings/teams", "/name"),
    await one("team-deletion", "/settings/teams", "/settings/teams", "/deletion"),
    await one("device-name", "/settings/devices", "/settings/devices", "/name"),
    await one("member", "/settings/members", "/settings/members"),
    await one("removal", "/settings/members", "/settings/members", "/removal"),
    await one("erasure", "/settings/members", "/settings/members", "/erasure"),
  ];
  const server = found.flat().find((place) => place.name === "server");
  const asking = server
    ? [{ name: "ask", path: `${at("/requests/new")}?server=${server.path.split("/").at(-1)}` }]
    : [];
  const open = [
    { name: "api-docs", path: "/api/v1/docs" },
    { name: "api-operation", path: "/api/v1/docs/createRequest" },
  ];
  return [...fixed, ...own, ...found.flat(), ...asking, ...open];
}
