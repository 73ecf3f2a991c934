import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OneAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { declineAgent } from "#app/domain/identity/decline-agent.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { agentStepLoader } from "./agent-page.server.ts";
import { agentCrumbs } from "./agent-words.ts";

export const meta: MetaFunction = () => [{ title: "End the offer · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "End the offer") };
export const loader = agentStepLoader("endOffer", "This agent is not offered to you, or no longer.");

export const action = memberForm({
  input: OneAgentInput,
  run: declineAgent,
  done: (ctx) => ({ to: paths.agents(ctx.org.slug), say: "The agent was not handed over." }),
});

export default function Refusal() {
  const { org, agent, steps } = useLoaderData<typeof loader>();
  const { refused, summary } = formState(useActionData<typeof action>());
  const isOffered = steps.accept !== undefined;
  const to = agent.offeredTo?.name ?? "anybody";
  return (
    <div className="page-form">
      <PageHeader
        title={isOffered ? `Decline to take ${agent.name} over?` : `Withdraw the offer of ${agent.name}?`}
      />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <ConfirmForm
        action={paths.agentStep(org, agent.id, "refusal")}
        effects={[
          `${agent.owner.name} goes on answering for it.`,
          isOffered ? "They can ask you again, or somebody else." : `${to} can no longer take it over.`,
        ]}
        verb={isOffered ? "Decline" : "Withdraw offer"}
        cancel={<ButtonLink href={paths.agent(org, agent.id)}>Cancel</ButtonLink>}
      />
    </div>
  );
}
