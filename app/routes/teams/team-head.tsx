import type { TeamOverview } from "#app/domain/overview/team-page-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { Status } from "#app/ui/status.tsx";
import { archivedLook } from "#app/ui/tones.ts";

type TeamHeadProps = Pick<TeamOverview, "team" | "sight"> & {
  org: string;
  mayAsk: boolean;
  seesSettings: boolean;
};

/** Which team, who leads it, how many are in it, and how much of it the viewer sees. */
export function TeamHead({ org, team, sight, mayAsk, seesSettings }: TeamHeadProps) {
  const leads = team.leads.map(({ name }) => name);
  return (
    <PageHeader
      title={team.name}
      status={team.archivedAt ? <Status look={archivedLook} /> : undefined}
      facts={[
        plural(team.memberCount, { zero: "Nobody is in it", one: "# member", other: "# members" }),
        leads.length > 0 ? `Led by ${leads.join(", ")}` : "Nobody leads it",
      ]}
      answer={
        sight === "own"
          ? "You see what you use yourself and what is granted to the team. Its leads see what all members use."
          : undefined
      }
      actions={
        <>
          {seesSettings ? <ButtonLink href={paths.team(org, team.id)}>Members and leads</ButtonLink> : null}
          {mayAsk ? (
            <ButtonLink
              href={`${paths.newRequest(org)}?${new URLSearchParams({ team: team.id })}`}
              kind="primary"
              icon="send"
            >
              Request access
            </ButtonLink>
          ) : null}
        </>
      }
    />
  );
}
