import type { Page } from "playwright-core";

export interface Place {
  /** The name of its picture. */
  name: string;
  path: string;
}

/** Tools are known, some were approved and have changed: the fullest server there is. */
const DRIFTED = "/inventory?standing=drifted";

const ADVISORY = JSON.stringify({
  id: "GHSA-walk-walk-walk",
  modified: "2026-11-01T00:00:00Z",
  summary: "A walk through every page",
  affected: [
    {
      package: { ecosystem: "npm", name: "@modelcontextprotocol/server-filesystem" },
      ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }],
    },
    { package: { ecosystem: "Go", name: "example.test/walk" }, versions: ["1.0.0"] },
  ],
});

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
    ["findings", "/findings"],
    ["findings-of-rule", "/findings?rule=unpinned"],
    ["findings-accepted", "/findings?state=accepted"],
    ["credentials", "/credentials"],
    ["credentials-gone", "/credentials?state=gone&revoked=interface"],
    ["credentials-no-match", "/credentials?provider=sentry"],
    ["scan", "/inventory/scan"],
    ["catalog", "/servers"],
    ["listings", "/servers/listed"],
    ["listings-no-match", "/servers/listed?q=nothing-is-called-this"],
    ["listing-comparison-none", "/servers/listed/comparison"],
    ["tool-rules", "/tool-rules"],
    ["advisories", "/advisories"],
    ["advisories-all", "/advisories?concerns=all"],
    ["repository-facts", "/repository-facts"],
    ["advisory-imports", "/advisories/imports"],
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
    ["deletion-confirmation", "/settings/organization/deletion/confirmation"],
    ["deletion-cancellation", "/settings/organization/deletion/cancellation"],
    ["settings-departure", "/settings/departure"],
    ["settings-teams", "/settings/teams"],
    ["settings-members", "/settings/members"],
    ["settings-former-members", "/settings/members/former"],
    ["settings-member-imports", "/settings/members/imports"],
    ["settings-invitations", "/settings/invitations"],
    ["settings-provisioning", "/settings/provisioning"],
    ["settings-sign-in", "/settings/sign-in"],
    ["openid-requirement", "/settings/sign-in/requirement"],
    ["openid-removal", "/settings/sign-in/removal"],
    ["settings-api-keys", "/settings/api-keys"],
    ["settings-devices", "/settings/devices"],
    ["settings-registries", "/settings/registries"],
    ["settings-repository-tokens", "/settings/repository-tokens"],
    ["repository-token-removal", "/settings/repository-tokens/gitlab/removal"],
    ["settings-zones", "/settings/zones"],
    ["zone-rule", "/settings/zones/rule"],
    [
      "zone-rule-preview",
      "/settings/zones/rule?kind=host&pattern=*.example.com&zone=internal_segment&position=1",
    ],
    ["zone-rule-removal", "/settings/zones/removal?at=1"],
    ["settings-operations", "/settings/operations"],
    ["settings-data", "/settings/data"],
    ["settings-export", "/settings/data/export"],
    ["settings-drift", "/settings/drift?removed=block"],
    ["retention", "/settings/data/retention/scans?days=30"],
    ["session-end", "/settings/members/session-end"],
    ["two-factors", "/settings/organization/two-factors"],
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
    ["account-authenticator-removal", "/account/authenticator/removal"],
    ["account-new-passkey", "/account/passkeys/new"],
    ["account-recovery-codes", "/account/recovery-codes"],
    ["account-sessions", "/account/sessions"],
    ["account-events", "/account/events"],
    ["proof", "/account/proof"],
  ].map(([name = "", path = ""]) => ({ name, path }));
  const linksOf = new Map<string, string[]>();
  const readLinks = async (list: string): Promise<string[]> => {
    await page.goto(at(list));
    const links = await page
      .locator("main a[href]")
      .evaluateAll((found) => found.map((one) => one.getAttribute("href")));
    const addresses = links.filter((link) => link !== null);
    linksOf.set(list, addresses);
    return addresses;
  };
  const one = async (
    name: string,
    list: string,
    kind: string,
    more = "",
    shape = /^.*\/[0-9a-f-]{36}/,
  ): Promise<Place[]> => {
    const addresses = (linksOf.get(list) ?? (await readLinks(list))).filter((link) =>
      link.includes(at(kind)),
    );
    const address = addresses.flatMap((text) => text.match(shape)?.[0] ?? [])[0];
    return address ? [{ name, path: `${address}${more}` }] : [];
  };
  const invitation = await furnish(page, at);
  const found = [
    await one("installation", "/inventory?by=installation", "/inventory/installations"),
    await one("finding", "/findings?rule=unpinned", "/findings"),
    await one("acceptance-withdrawal", "/findings?rule=unpinned", "/findings", "/withdrawal"),
    await one("audit-event", "/audit", "/audit", "", /^.*[?&]event=[0-9a-f-]{36}/),
    await one("credential", "/credentials", "/credentials"),
    await one("credential-gone", "/credentials?state=gone", "/credentials"),
    await one("server", DRIFTED, "/servers"),
    await one("server-blocked", "/inventory?standing=blocked", "/servers"),
    await one("server-tools", DRIFTED, "/servers", "?tab=tools"),
    await one("server-drift", DRIFTED, "/servers", "/drift"),
    await one("server-access", DRIFTED, "/servers", "?tab=access"),
    await one("server-installations", DRIFTED, "/servers", "?tab=installations"),
    await one("server-evidence", DRIFTED, "/servers", "?tab=evidence"),
    await one("server-history", DRIFTED, "/servers", "?tab=history"),
    await one("block", DRIFTED, "/servers", "/block"),
    await one("publisher", DRIFTED, "/servers", "/publisher"),
    await one("publisher-withdrawal", DRIFTED, "/servers", "/publisher/withdrawal"),
    await one("lift-block", "/inventory?standing=blocked", "/servers", "/block/lift"),
    await one("request", "/requests", "/requests"),
    await one("request-approval", "/requests", "/requests", "/approval"),
    await one("request-denial", "/requests", "/requests", "/denial"),
    await one("request-question", "/requests", "/requests", "/question"),
    await one("request-answer", "/requests", "/requests", "/answer"),
    await one("request-withdrawal", "/requests", "/requests", "/withdrawal"),
    await one("request-checklist", "/requests", "/requests", "/checklist"),
    await one("decision", "/approvals", "/approvals", "", /^.*\?open=[0-9a-f-]{36}/),
    await one("grant", "/grants", "/grants"),
    await one("suspension", "/grants", "/grants", "/suspension"),
    await one("revocation", "/grants", "/grants", "/revocation"),
    await one("resumption", "/grants", "/grants", "/resumption"),
    await one("agent", "/agents", "/agents"),
    await one("agent-acceptance", "/agents", "/agents", "/acceptance"),
    await one("agent-refusal", "/agents", "/agents", "/refusal"),
    await one("agent-keys", "/agents", "/agents", "/keys"),
    await one("agent-change", "/agents", "/agents", "/details"),
    await one("agent-handover", "/agents", "/agents", "/handover"),
    await one("agent-review", "/agents", "/agents", "/review"),
    await one("agent-retirement", "/agents", "/agents", "/retirement"),
    await one("team", "/settings/teams", "/settings/teams"),
    await one("team-page", "/settings/teams", "/teams"),
    await one("team-change", "/settings/teams", "/settings/teams", "/name"),
    await one("team-archival", "/settings/teams", "/settings/teams", "/archival"),
    await one("team-restoration", "/settings/teams", "/settings/teams", "/restoration"),
    await one("team-deletion", "/settings/teams", "/settings/teams", "/deletion"),
    await one("device-name", "/settings/devices", "/settings/devices", "/name"),
    await one("device-revocation", "/settings/devices", "/settings/devices", "/revocation"),
    await one("invitation-renewal", "/settings/invitations", "/settings/invitations", "/renewal"),
    await one("invitation-withdrawal", "/settings/invitations", "/settings/invitations", "/withdrawal"),
    await one("member-import", "/settings/members/imports", "/settings/members/imports"),
    await one(
      "member-import-withdrawal",
      "/settings/members/imports",
      "/settings/members/imports",
      "/withdrawal",
    ),
    await one("listing", "/servers/listed", "/servers/listed"),
    await one("registry", "/settings/registries", "/settings/registries"),
    await one("registry-schedule", "/settings/registries", "/settings/registries", "/schedule"),
    await one("registry-removal", "/settings/registries", "/settings/registries", "/removal"),
    await one("scim-token-revocation", "/settings/provisioning", "/settings/provisioning", "/revocation"),
    await one("api-key-revocation", "/settings/api-keys", "/settings/api-keys", "/revocation"),
    await one("advisory-import", "/advisories/imports", "/advisories/imports"),
    await one("advisory", "/advisories?concerns=all", "/advisories"),
    await one("member", "/settings/members", "/settings/members"),
    await one("member-session-end", "/settings/members", "/settings/members", "/session-end"),
    await one("member-unlinking", "/settings/members", "/settings/members", "/unlinking"),
    await one("removal", "/settings/members", "/settings/members", "/removal"),
    await one("erasure", "/settings/members", "/settings/members", "/erasure"),
  ];
  const team =
    found
      .flat()
      .find((place) => place.name === "team")
      ?.path.replace(at(""), "") ?? "";
  const server = found.flat().find((place) => place.name === "server");
  const asking = server
    ? [{ name: "ask", path: `${at("/requests/new")}?server=${server.path.split("/").at(-1)}` }]
    : [];
  const open = [
    { name: "organization-entrance", path: "/auth/organization" },
    { name: "forgot-password", path: "/forgot-password" },
    { name: "reset-password-spent", path: "/reset-password/spent" },
    { name: "verify-address-spent", path: "/verify-address/spent" },
    { name: "invitation-spent", path: "/invitations/spent" },
    { name: "invitation", path: invitation },
    { name: "openid-entrance-none", path: "/sign-in/nobody-is-called-this" },
    { name: "api-docs", path: "/api/v1/docs" },
    { name: "api-operation", path: "/api/v1/docs/createRequest" },
  ];
  const membership = await one("team-member", team, "/settings/teams", "", /^.*\/members\/[0-9a-f-]{36}/);
  const listed = (linksOf.get("/servers/listed") ?? []).flatMap(
    (link) => /\/listed\/([0-9a-f-]{36})$/.exec(link)?.[1] ?? [],
  );
  const comparison = {
    name: "listing-comparison",
    path: `${at("/servers/listed/comparison")}?${listed
      .slice(0, 3)
      .map((id) => `id=${id}`)
      .join("&")}`,
  };
  const registry = found.flat().find((place) => place.name === "registry");
  const imports = registry?.path.replace(at(""), "") ?? "";
  const reading = await one(
    "registry-import",
    imports,
    "/settings/registries",
    "",
    /^.*\/imports\/[0-9a-f-]{36}/,
  );
  const stopping = reading.map(({ path }) => ({
    name: "registry-import-cancellation",
    path: `${path}/cancellation`,
  }));
  return [
    ...fixed,
    comparison,
    ...membership,
    ...reading,
    ...stopping,
    ...own,
    ...found.flat(),
    ...asking,
    ...open,
  ];
}

/** Listed by a registry. */
const WALKED = {
  name: "io.github.example/walk",
  description: "Walks from page to page.",
  version: "1.0.0",
  packages: [{ registryType: "npm", identifier: "@example/walk", version: "1.0.0" }],
};

/** The demo organization has no open invitation, import, key or token. Answers where the new invitation leads. */
async function furnish(page: Page, at: (path: string) => string): Promise<string> {
  await page.goto(at("/settings/api-keys"));
  if ((await page.locator('main a[href$="/revocation"]').count()) === 0) {
    await page.getByLabel("What the key is for").fill("Walk");
    await page.getByLabel("read", { exact: true }).check();
    await page.getByRole("button", { name: /Create/ }).click();
    await page.locator('main a[href$="/revocation"]').first().waitFor();
  }
  await page.goto(at("/settings/members/imports"));
  if ((await page.locator(`main a[href*="${at("/settings/members/imports/")}"]`).count()) === 0) {
    await page.getByLabel("Or paste the lines").fill("email,name\nwalk@demo.example,Walk\nodd,Odd");
    await page.getByRole("button", { name: "Look at the file" }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  }
  await page.goto(at("/advisories/imports"));
  if ((await page.locator(`main a[href*="${at("/advisories/imports/")}"]`).count()) === 0) {
    await page.getByLabel("Or paste records").fill(ADVISORY);
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
    await page.getByText("See what concerns us").or(page.getByText("Look again")).first().waitFor();
  }
  await page.goto(at("/settings/registries"));
  if ((await page.locator(`main a[href*="${at("/settings/registries/")}"]`).count()) === 0) {
    await page.getByLabel("Name").fill("Walk");
    await page.getByLabel("server.json").first().check();
    await page.getByRole("button", { name: "Add registry" }).click();
    await page.getByLabel("Or paste what it holds").fill(`[${JSON.stringify(WALKED)}, {}]`);
    await page.getByRole("button", { name: "Read this file" }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  }
  await page.goto(at("/settings/repository-tokens"));
  if ((await page.locator('main a[href$="/gitlab/removal"]').count()) === 0) {
    await page.getByLabel("GitLab").check();
    await page.getByLabel("Token").fill("walked-through-here");
    await page.getByRole("button", { name: "Keep token" }).click();
    await page.locator('main a[href$="/gitlab/removal"]').waitFor();
  }
  await page.goto(at("/settings/provisioning"));
  if ((await page.locator('main a[href$="/revocation"]').count()) === 0) {
    await page.getByLabel("Provider").fill("Walk");
    await page.getByRole("button", { name: /Make/ }).click();
    await page.locator('main a[href$="/revocation"]').first().waitFor();
  }
  await page.goto(at("/settings/invitations"));
  await page.getByLabel("Email").fill(`invited-${Date.now()}@demo.example`);
  await page.getByLabel("Name").fill("Invited");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  return new URL(await page.getByLabel(/^Link for/).inputValue()).pathname;
}
