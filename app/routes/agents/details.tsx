import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ChangeAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { changeAgent } from "#app/domain/identity/change-agent.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { NameFields, ReviewField } from "./agent-fields.tsx";
import { agentStepLoader } from "./agent-page.server.ts";
import { agentCrumbs } from "./agent-words.ts";

export const meta: MetaFunction = () => [{ title: "Change agent · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "Change agent") };
export const loader = agentStepLoader(
  "change",
  "Only whoever answers for this agent, security, an admin or an owner can change it.",
);

export const action = memberForm({
  input: ChangeAgentInput,
  run: changeAgent,
  done: (ctx, { id }) => ({ to: paths.agent(ctx.org.slug, id), say: "Agent changed." }),
});

export default function AgentDetails() {
  const { org, agent, steps } = useLoaderData<typeof loader>();
  const state = formState(useActionData<typeof action>());
  const { refused, summary } = state;
  const day = agent.reviewBy.toISOString().slice(0, 10);
  return (
    <div className="page-form">
      <PageHeader title={`Change ${agent.name}`} answer={steps.change ?? undefined} />
      <form method="post" className="grid gap-6">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <NameFields state={state} before={agent} />
        <ReviewField
          state={state}
          before={agent.reviewBy}
          latest={day}
          hint="It can only come sooner here; whoever reviews the agent sets a later one."
        />
        <div className="action-bar action-bar-sticky">
          <ButtonLink href={paths.agent(org, agent.id)}>Cancel</ButtonLink>
          <Button kind="primary">Save changes</Button>
        </div>
      </form>
    </div>
  );
}
