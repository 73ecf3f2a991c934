import { can, type Role } from "#app/domain/permissions.ts";
import type { Found } from "#app/domain/requests/search-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Destination } from "#app/ui/palette/destination.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { requestLook } from "#app/ui/tones.ts";
import { ROLE_LABELS } from "../org/settings/role-words.ts";
import { settingsPartsFor } from "../org/settings/settings-parts.ts";

type Viewer = { org: string; role: Role };

/** What a search found, as lines to follow. Somebody or a team without a page the reader may open is left out. */
export function foundDestinations(viewer: Viewer, found: Found): Destination[] {
  const { org, role } = viewer;
  const sees = (part: string) => settingsPartsFor(role).some((seen) => seen.part === part);
  const personHref = sees("members")
    ? (id: string) => paths.member(org, id)
    : can({ role, scopes: null }, "inventory.read_teams")
      ? (id: string) => `${paths.inventory(org)}?${new URLSearchParams({ by: "installation", member: id })}`
      : undefined;
  const seesTeam = (isMine: boolean) => isMine || can({ role, scopes: null }, "inventory.read_all");
  return [
    ...found.servers.map(
      ({ id, identity }): Destination => ({
        group: "Servers",
        label: identity,
        href: paths.server(org, id),
        icon: "plug",
        mono: true,
      }),
    ),
    ...found.listings.map(
      ({ id, name, registry }): Destination => ({
        group: "Listed by registries",
        label: printableText(name),
        href: paths.listing(org, id),
        icon: "library",
        mono: true,
        hint: `Not here, listed by ${printableText(registry)}`,
      }),
    ),
    ...(personHref ? found.people : []).map(
      (person): Destination => ({
        group: "People and teams",
        label: person.name,
        href: personHref?.(person.id) ?? "",
        icon: "user",
        hint: ROLE_LABELS[person.role],
      }),
    ),
    ...found.teams
      .filter(({ isMine }) => seesTeam(isMine))
      .map(
        ({ id, name }): Destination => ({
          group: "People and teams",
          label: name,
          href: paths.teamPage(org, id),
          icon: "users",
          hint: "Team",
        }),
      ),
    ...found.agents.map(
      ({ id, name, owner }): Destination => ({
        group: "Agents",
        label: name,
        href: paths.agent(org, id),
        icon: "bot",
        hint: `${owner} answers for it`,
      }),
    ),
    ...found.requests.map(
      ({ id, identity, requester, state }): Destination => ({
        group: "Requests",
        label: `${requester} asks for ${identity}`,
        href: paths.request(org, id),
        icon: "send",
        hint: requestLook[state].word,
      }),
    ),
  ];
}
