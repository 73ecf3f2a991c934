import type { Departure } from "#app/domain/requests/departure-queries.server.ts";
import { plural } from "#app/ui/plural.ts";

const count = (n: number, one: string, other: string) => plural(n, { one: `# ${one}`, other: `# ${other}` });

/** What ends at once and what is handed over, in one sentence each; what there is none of is left out. */
export function departureEffects(departure: Departure, email: string): string[] {
  const { agents, apiKeys, devices, grants, invitations, openRequests, waitingAnswers, teams, lastLeadOf } =
    departure;
  const led = lastLeadOf.map((team) => team.name).join(", ");
  const waiting =
    waitingAnswers > 0 ? ` ${count(waitingAnswers, "question", "questions")} to them closes with it.` : "";
  return [
    `${email} can no longer open this organization, in any browser, from now on. Their other organizations go on.`,
    ...(apiKeys > 0 ? [`${count(apiKeys, "API key is", "API keys are")} revoked.`] : []),
    ...(devices > 0 ? [`${count(devices, "device stops", "devices stop")} reporting and asking.`] : []),
    ...(grants > 0 ? [`${count(grants, "grant stops", "grants stop")} counting.`] : []),
    ...(teams > 0 ? [`They leave ${count(teams, "team", "teams")}, and what its grants allow.`] : []),
    ...(invitations > 0
      ? [`${count(invitations, "invitation they made is", "invitations they made are")} withdrawn.`]
      : []),
    ...(openRequests > 0
      ? [
          `${count(openRequests, "open request of theirs is", "open requests of theirs are")} closed.${waiting}`,
        ]
      : []),
    ...(agents > 0
      ? [
          `${count(agents, "agent", "agents")} they answer for: answered for by the person chosen below, unless they are an auditor; the keys of agents stop.`,
        ]
      : []),
    ...(led
      ? [`${led}: led by the person chosen below if they are in it, else by nobody until you choose.`]
      : []),
    "What they did stays in the audit. Invited again, they start as a new member with nothing of this.",
  ];
}
