import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { acceptAgent } from "#app/domain/identity/accept-agent.server.ts";
import { OneAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { agentStepLoader } from "./agent-page.server.ts";
import { agentCrumbs } from "./agent-words.ts";

export const meta: MetaFunction = () => [{ title: "Take agent over · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "Take agent over") };
export const loader = agentStepLoader("accept", "This agent is not offered to you, or no longer.");

export const action = memberForm({
  input: OneAgentInput,
  run: acceptAgent,
  done: (ctx, { id }) => ({ to: paths.agent(ctx.org.slug, id), say: "You answer for this agent now." }),
});

export default function Acceptance() {
  const { org, agent } = useLoaderData<typeof loader>();
  const { refused, summary } = formState(useActionData<typeof action>());
  return (
    <div className="page-form">
      <PageHeader title={`Take ${agent.name} over?`} answer={agent.purpose} />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <ConfirmForm
        action={paths.agentStep(org, agent.id, "acceptance")}
        effects={[
          `You answer for it instead of ${agent.owner.name}: for what it does, its access and its keys.`,
          "Keys made for it before stop working.",
        ]}
        verb="Take agent over"
        cancel={<ButtonLink href={paths.agentStep(org, agent.id, "refusal")}>Decline…</ButtonLink>}
      />
    </div>
  );
}
