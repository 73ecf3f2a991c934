import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listGrants } from "#app/domain/grants/grant-queries.server.ts";
import { ReviewAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { LONGEST_REVIEW_DAYS, latestReview } from "#app/domain/identity/agent-rules.ts";
import { reviewAgent } from "#app/domain/identity/review-agent.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Section } from "#app/ui/section.tsx";
import { GrantTable } from "../grants/grant-table.tsx";
import { ReviewField } from "./agent-fields.tsx";
import { agentStep } from "./agent-page.server.ts";
import { agentAnswer, agentCrumbs } from "./agent-words.ts";

const MOST_GRANTS = 50;

export const meta: MetaFunction = () => [{ title: "Review agent · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "Review agent") };

export const loader = memberLoader(async (ctx, page) => {
  const shown = await agentStep(ctx, page, "review", "Only security, an admin or an owner reviews agents.");
  const active = { agent: shown.agentId, state: "active" as const };
  return {
    ...shown,
    latest: latestReview(ctx.now).toISOString().slice(0, 10),
    grants: await listGrants(ctx, active, { limit: MOST_GRANTS }),
  };
});

export const action = memberForm({
  input: ReviewAgentInput,
  run: reviewAgent,
  done: (ctx, { id }) => ({ to: paths.agent(ctx.org.slug, id), say: "Review noted." }),
});

export default function Review() {
  const { org, zone, now, agent, latest, grants, steps } = useLoaderData<typeof loader>();
  const state = formState(useActionData<typeof action>());
  const { refused, summary } = state;
  const back = <ButtonLink href={paths.agent(org, agent.id)}>Cancel</ButtonLink>;
  return (
    <div className="max-w-[1200px]">
      <PageHeader title={`Review ${agent.name}`} answer={steps.review ?? agentAnswer(agent)} />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      <Section title="About" card>
        <DescriptionList
          items={[
            { term: "What it does", value: agent.purpose },
            { term: "Answers for it", value: agent.owner.name },
            { term: "Where", value: agent.environment },
          ]}
        />
      </Section>
      <Section title="What it may use now">
        {grants.rows.length > 0 ? (
          <GrantTable
            org={org}
            zone={zone}
            now={now}
            rows={grants.rows}
            caption="Grants of this agent that hold now"
          />
        ) : (
          <p className="text-muted">Nothing: no grant holds now.</p>
        )}
      </Section>
      <Section title="Is it still needed, and in the right hands?">
        {steps.review === null ? (
          <div className="max-w-[640px]">
            <ConfirmForm
              action={paths.agentStep(org, agent.id, "review")}
              effects={["You say that you looked at it and it may go on.", "Its grants stay as they are."]}
              verb="Note review"
              cancel={back}
            >
              <ReviewField
                state={state}
                latest={latest}
                hint={`At most ${LONGEST_REVIEW_DAYS} days from now. Shorter is safer.`}
              />
            </ConfirmForm>
          </div>
        ) : (
          <p>{steps.review}</p>
        )}
      </Section>
    </div>
  );
}
