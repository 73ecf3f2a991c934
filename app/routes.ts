import { index, type RouteConfig, route } from "@remix-run/route-config";

export default [
  index("routes/auth/first-page.ts"),
  route("sign-in", "routes/auth/sign-in.tsx"),
  route("sign-out", "routes/auth/sign-out.ts"),
  route("preferences", "routes/preferences.ts"),
  route("api/v1/*", "routes/api/v1/dispatch.ts"),
  route(":org", "routes/org/layout.tsx", [
    index("routes/org/first-page.ts"),
    // settings
    // inventory and catalog
    // requests, approvals, access, grants
    route("audit", "routes/audit/audit.tsx"),
    route("audit/export.jsonl", "routes/audit/export.ts"),
  ]),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
