import { index, type RouteConfig, route } from "@remix-run/route-config";

export default [
  index("routes/auth/first-page.ts"),
  route("sign-in", "routes/auth/sign-in.tsx"),
  route("sign-out", "routes/auth/sign-out.ts"),
  route("invitations/:token", "routes/auth/invitation.tsx"),
  route("preferences", "routes/preferences.ts"),
  route("api/v1/*", "routes/api/v1/dispatch.ts"),
  route(":org", "routes/org/layout.tsx", [
    index("routes/org/first-page.ts"),
    route("settings", "routes/org/settings/first-settings.ts"),
    route("settings/organization", "routes/org/settings/organization.tsx"),
    route("settings/teams", "routes/org/settings/teams.tsx"),
    route("settings/teams/:teamId", "routes/org/settings/team.tsx"),
    route("settings/teams/:teamId/members/:memberId", "routes/org/settings/team-member.tsx"),
    route("settings/members", "routes/org/settings/members.tsx"),
    route("settings/members/:memberId", "routes/org/settings/member.tsx"),
    route("settings/members/:memberId/removal", "routes/org/settings/member-removal.tsx"),
    route("settings/invitations", "routes/org/settings/invitations.tsx"),
    route("settings/invitations/:invitationId/withdrawal", "routes/org/settings/invitation-withdrawal.tsx"),
    route("settings/api-keys", "routes/org/settings/api-keys.tsx"),
    route("settings/api-keys/:apiKeyId/revocation", "routes/org/settings/api-key-revocation.tsx"),
    route("settings/devices", "routes/org/settings/devices.tsx"),
    route("settings/devices/:deviceId/revocation", "routes/org/settings/device-revocation.tsx"),
    // inventory and catalog
    route("inventory", "routes/inventory/inventory.tsx"),
    route("inventory/export.csv", "routes/inventory/export.ts"),
    route("inventory/installations/:installationId", "routes/inventory/installation.tsx"),
    route("servers", "routes/catalog/catalog.tsx"),
    route("inventory/scan", "routes/inventory/scan.tsx"),
    // requests, approvals, access, grants
    route("audit", "routes/audit/audit.tsx"),
    route("audit/export.jsonl", "routes/audit/export.ts"),
  ]),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
