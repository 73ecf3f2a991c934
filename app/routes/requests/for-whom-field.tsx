import type { RequestDraft } from "#app/domain/requests/request-draft-queries.server.ts";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { Section } from "#app/ui/section.tsx";
import { DecidersLine } from "./deciders-line.tsx";

type ForWhomFieldProps = {
  draft: RequestDraft;
  chosen: string;
  error: readonly string[] | undefined;
};

/** Oneself, a team one is in, or an agent one may ask for; nothing to choose where there is neither. */
export function ForWhomField({ draft: { teams, agents }, chosen, error }: ForWhomFieldProps) {
  if (teams.length + agents.length === 0) return null;
  return (
    <RadioCards
      id="forWhom"
      name="forWhom"
      label="For whom"
      options={[
        { value: "me", label: "Me" },
        ...teams.map((team) => ({
          value: `team:${team.id}`,
          label: team.name,
          hint: "Whoever is in the team at the moment of a call.",
        })),
        ...agents.map((agent) => ({
          value: `agent:${agent.id}`,
          label: `Agent ${agent.name}`,
          hint: `Runs in ${agent.environment}; ${agent.owner.isYou ? "you answer" : `${agent.owner.name} answers`} for it.`,
        })),
      ]}
      defaultValue={chosen}
      error={error ? [...error] : undefined}
    />
  );
}

/** For each of them, who could decide. */
export function WhoDecides({ draft: { own, teams, agents } }: Pick<ForWhomFieldProps, "draft">) {
  return (
    <Section title="Who decides" card>
      <dl className="facts-list">
        <dt>For you{agents.some((agent) => agent.owner.isYou) ? " and your agents" : ""}</dt>
        <dd>
          <DecidersLine {...own} />
        </dd>
        {[...teams, ...agents.filter((agent) => !agent.owner.isYou)].map((one) => (
          <div key={one.id} className="contents">
            <dt>For {one.name}</dt>
            <dd>
              <DecidersLine {...one} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
