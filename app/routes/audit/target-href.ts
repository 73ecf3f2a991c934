import { paths } from "#app/http/paths.ts";

/** The page of what an event was about; undefined where there is none. */
export function targetHref(org: string, target: { kind: string; id: string }): string | undefined {
  if (target.kind === "server") return paths.server(org, target.id);
  if (target.kind === "request") return paths.request(org, target.id);
  if (target.kind === "grant") return paths.grant(org, target.id);
  if (target.kind === "installation") return paths.installation(org, target.id);
  if (target.kind === "agent") return paths.agent(org, target.id);
  if (target.kind === "team") return paths.team(org, target.id);
  if (target.kind === "member") return paths.settings(org, "members");
  if (target.kind === "device") return paths.settings(org, "devices");
  return undefined;
}
