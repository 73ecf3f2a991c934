import { can, type Role } from "#app/domain/permissions.ts";
import { paths } from "#app/http/paths.ts";
import type { NavGroup } from "#app/ui/layout/app-shell.tsx";
import type { Destination } from "#app/ui/palette/destination.ts";
import { settingsPartsFor } from "../org/settings/settings-parts.ts";

type Viewer = { org: string; role: Role; nav: readonly NavGroup[] };

/** Every page and action a role can open from anywhere, for the palette and the search page. */
export function destinationsFor({ org, role, nav }: Viewer): Destination[] {
  const may = { role, scopes: null };
  const pages = nav.flatMap((group) =>
    group.items.map(({ label, href, icon }): Destination => ({ group: "Go to", label, href, icon })),
  );
  const inbox: Destination = { group: "Go to", label: "Notices", href: paths.notices(org), icon: "bell" };
  const create: (Destination | false)[] = [
    can(may, "request.create") && {
      group: "Create",
      label: "Request a server",
      href: paths.newRequest(org),
      icon: "send",
      words: "ask access new",
    },
    can(may, "inventory.report") && {
      group: "Create",
      label: "Add what this machine has installed",
      href: paths.scan(org),
      icon: "upload",
      words: "scan paste device",
    },
    can(may, "member.invite") && {
      group: "Create",
      label: "Invite somebody",
      href: paths.settings(org, "invitations"),
      icon: "mail",
      words: "member person new",
    },
    can(may, "member.invite") && {
      group: "Create",
      label: "Import members",
      href: paths.memberImports(org),
      icon: "upload",
      words: "csv file invite people many",
    },
    can(may, "advisory.import") && {
      group: "Create",
      label: "Import advisories",
      href: paths.advisoryImports(org),
      icon: "upload",
      words: "osv ghsa cve vulnerability malicious file",
    },
    can(may, "repository_token.manage") && {
      group: "Create",
      label: "Enter a repository token",
      href: paths.repositoryTokens(org),
      icon: "upload",
      words: "github gitlab token limit interface",
    },
    can(may, "repository.import") && {
      group: "Create",
      label: "Give repository facts",
      href: paths.repositoryFacts(org),
      icon: "upload",
      words: "github gitlab commit licence archived file import",
    },
    can(may, "agent.manage_own") && {
      group: "Create",
      label: "Register an agent",
      href: paths.newAgent(org),
      icon: "bot",
      words: "bot program new",
    },
    can(may, "api_key.manage_own") && {
      group: "Create",
      label: "Make an API key",
      href: paths.settings(org, "api-keys"),
      icon: "key-round",
      words: "token new",
    },
  ];
  const settings = settingsPartsFor(role).map(
    ({ part, label }): Destination => ({
      group: "Settings",
      label,
      href: paths.settings(org, part),
      icon: "settings",
      words: "settings",
    }),
  );
  if (can(may, "organization.delete")) {
    settings.push({
      group: "Settings",
      label: "Delete the organization",
      href: paths.deleteOrganization(org),
      icon: "settings",
      words: "settings organization deletion cancel confirm",
    });
  }
  if (can(may, "organization.export")) {
    settings.push({
      group: "Settings",
      label: "Export everything",
      href: paths.exportOrganization(org),
      icon: "settings",
      words: "settings data archive download backup",
    });
  }
  if (can(may, "member.erase")) {
    settings.push({
      group: "Settings",
      label: "People who left",
      href: paths.formerMembers(org),
      icon: "settings",
      words: "settings former members erase person forget gdpr",
    });
  }
  return [...pages, inbox, ...create.filter((entry) => entry !== false), ...settings];
}
