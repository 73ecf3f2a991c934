import type { NoticeKind } from "#app/domain/notifications/notice-words.ts";
import { paths } from "#app/http/paths.ts";

type Told = { kind: NoticeKind; subject: { kind: string; id: string }; named: { events: number } };

/** What somebody is to look at because of a notice: its subject, or the list of them when it stands for several. */
export function noticeHref(org: string, { kind, subject, named }: Told): string {
  const isMany = named.events > 1;
  if (kind === "organization_exported") return paths.audit(org);
  if (kind === "requests_waiting") return paths.approvals(org);
  if (kind === "role_changed" || kind === "sign_in_reset") return paths.settings(org);
  if (kind === "granted_ending") return isMany ? paths.grants(org) : paths.grant(org, subject.id);
  switch (subject.kind) {
    case "request":
      return paths.request(org, subject.id);
    case "grant":
      return isMany ? paths.access(org) : paths.grant(org, subject.id);
    case "agent":
      return isMany ? paths.agents(org) : paths.agent(org, subject.id);
    case "server":
      return paths.server(org, subject.id);
    case "member":
      return isMany ? paths.settings(org, "members") : paths.member(org, subject.id);
    case "organization":
      return paths.deleteOrganization(org);
    case "device":
      return paths.settings(org, "devices");
    case "api_key":
      return paths.settings(org, "api-keys");
    default:
      return paths.access(org);
  }
}
