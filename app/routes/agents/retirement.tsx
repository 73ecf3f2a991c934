import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RetireAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { retireAgent } from "#app/domain/identity/retire-agent.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { agentStepLoader } from "./agent-page.server.ts";
import { agentCrumbs } from "./agent-words.ts";

export const meta: MetaFunction = () => [{ title: "Retire agent · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "Retire agent") };
export const loader = agentStepLoader(
  "retire",
  "Only whoever answers for this agent, security, an admin or an owner can retire it.",
);

export const action = memberForm({
  input: RetireAgentInput,
  run: retireAgent,
  done: (ctx, { id }) => ({
    to: paths.agent(ctx.org.slug, id),
    say: "Agent retired. Its calls are refused from now on.",
  }),
});

export default function Retirement() {
  const { org, agent, steps } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const grants = plural(agent.grants, {
    zero: "It holds no grant now.",
    one: "Its one grant allows nothing any more.",
    other: "Its # grants allow nothing any more.",
  });
  return (
    <div className="page-form">
      <PageHeader title={`Retire ${agent.name}?`} answer={steps.retire ?? undefined} />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <ConfirmForm
        action={paths.agentStep(org, agent.id, "retirement")}
        effects={[
          "Every call of it is refused from the next one on, and its keys stop.",
          grants,
          "What was asked for it and is not decided yet is closed.",
          "It cannot be undone; another agent is registered in its place.",
        ]}
        verb="Retire agent"
        danger
        cancel={<ButtonLink href={paths.agent(org, agent.id)}>Cancel</ButtonLink>}
      >
        <TextArea
          id="reason"
          name="reason"
          label="Reason"
          rows={2}
          required
          maxLength={2_000}
          defaultValue={value("reason")}
          error={error("reason")}
        />
      </ConfirmForm>
    </div>
  );
}
