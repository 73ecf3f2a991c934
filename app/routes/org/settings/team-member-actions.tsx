import type { TeamPerson } from "#app/domain/identity/team-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";

type TeamMemberActionsProps = { org: string; teamId: string; row: TeamPerson };

/** Makes a member lead, or no longer, and leads to taking them out. */
export function TeamMemberActions({ org, teamId, row }: TeamMemberActionsProps) {
  return (
    <form method="post" action={paths.team(org, teamId)} className="flex items-center gap-2">
      <input type="hidden" name="memberId" value={row.id} />
      <input type="hidden" name="isLead" value={row.isLead ? "false" : "true"} />
      <Button kind="quiet" aria-label={`${row.isLead ? "End lead of" : "Make lead:"} ${row.name}`}>
        {row.isLead ? "End lead" : "Make lead"}
      </Button>
      <a
        href={paths.teamMember(org, teamId, row.id)}
        className="btn btn-quiet"
        aria-label={`Remove ${row.name}…`}
      >
        Remove…
      </a>
    </form>
  );
}
