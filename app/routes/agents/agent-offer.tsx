import { paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import type { AgentPage } from "./agent-page.server.ts";

/** Whom it was offered to, and what the reader can do about it. */
export function AgentOffer({ org, agent, steps }: Pick<AgentPage, "org" | "agent" | "steps">) {
  if (!agent.offeredTo) return null;
  const step = (name: "acceptance" | "refusal") => paths.agentStep(org, agent.id, name);
  return (
    <div className="mb-6">
      {steps.accept === null ? (
        <Banner kind="info" action={<ButtonLink href={step("acceptance")}>Take over or decline…</ButtonLink>}>
          {agent.owner.name} asks you to answer for this agent instead of them.
        </Banner>
      ) : (
        <Banner
          kind="info"
          action={
            steps.endOffer === null ? (
              <ButtonLink href={step("refusal")}>Withdraw offer…</ButtonLink>
            ) : undefined
          }
        >
          {agent.offeredTo.name} was asked to take this agent over and has not answered yet.
        </Banner>
      )}
    </div>
  );
}
