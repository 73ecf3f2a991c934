import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { CreateAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { LONGEST_REVIEW_DAYS, latestReview } from "#app/domain/identity/agent-rules.ts";
import { createAgent } from "#app/domain/identity/create-agent.server.ts";
import { permit } from "#app/domain/permit.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { NameFields, ReviewField } from "./agent-fields.tsx";
import { agentCrumbs } from "./agent-words.ts";

/** Asked for unless another day is chosen. */
const REVIEW_DAYS = 90;

export const meta: MetaFunction = () => [{ title: "Register an agent · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "Register an agent") };

export const loader = memberLoader(async (ctx) => {
  permit(ctx, "agent.manage_own");
  return {
    org: ctx.org.slug,
    newId: uuidv7(),
    reviewBy: new Date(ctx.now.getTime() + REVIEW_DAYS * 86_400_000),
    latest: latestReview(ctx.now).toISOString().slice(0, 10),
  };
});

export const action = memberForm({
  input: CreateAgentInput,
  run: createAgent,
  done: (ctx, { id }) => ({ to: paths.agent(ctx.org.slug, id), say: "Agent registered." }),
});

const places = [
  { value: "development", label: "Development" },
  { value: "staging", label: "Staging" },
  { value: "production", label: "Production", hint: "Only you can ask for its access." },
];

export default function NewAgent() {
  const { org, newId, reviewBy, latest } = useLoaderData<typeof loader>();
  const state = formState(useActionData<typeof action>());
  const { refused, error, value, summary } = state;
  return (
    <div className="page-form">
      <PageHeader
        title="Register an agent"
        answer="You answer for it. It may use nothing until access is granted to it."
      />
      <form method="post" className="grid gap-6">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        <input type="hidden" name="id" value={value("id", newId)} />
        <NameFields state={state} />
        <RadioCards
          id="environment"
          name="environment"
          label="Where it runs"
          hint="This never changes: access is decided for it."
          columns={3}
          required
          options={places}
          defaultValue={value("environment")}
          error={error("environment")}
        />
        <ReviewField
          state={state}
          before={reviewBy}
          latest={latest}
          hint={`Somebody else looks at it by then; at most ${LONGEST_REVIEW_DAYS} days from now.`}
        />
        <div className="action-bar action-bar-sticky">
          <ButtonLink href={paths.agents(org)}>Cancel</ButtonLink>
          <Button kind="primary" icon="plus">
            Register agent
          </Button>
        </div>
      </form>
    </div>
  );
}
