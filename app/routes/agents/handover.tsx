import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OfferAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { handOverAgent } from "#app/domain/identity/hand-over-agent.server.ts";
import { listMembers } from "#app/domain/identity/member-queries.server.ts";
import { offerAgent } from "#app/domain/identity/offer-agent.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { agentStep } from "./agent-page.server.ts";
import { agentCrumbs } from "./agent-words.ts";

const MOST_CANDIDATES = 50;

export const meta: MetaFunction = () => [{ title: "Hand agent over · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "Hand agent over") };

export const loader = memberLoader(async (ctx, page) => {
  const shown = await agentStep(
    ctx,
    page,
    "handOver",
    "Only whoever answers for this agent, security, an admin or an owner can hand it over.",
  );
  const search = page.url.searchParams.get("find")?.trim().slice(0, 100) ?? "";
  const { rows, total } = await listMembers(ctx, { page: 1, perPage: MOST_CANDIDATES, search });
  const candidates = rows.filter(({ id, role }) => id !== shown.agent.owner.id && role !== "auditor");
  return {
    ...shown,
    search,
    candidates: candidates.map(({ id, name, email }) => ({ id, name, email })),
    isCut: total > rows.length,
  };
});

export const action = memberForm({
  input: OfferAgentInput,
  run: (ctx, input) =>
    can(ctx.actor, "agent.manage_all") ? handOverAgent(ctx, input) : offerAgent(ctx, input),
  done: (ctx, { id }) => ({
    to: paths.agent(ctx.org.slug, id),
    say: can(ctx.actor, "agent.manage_all")
      ? "Agent handed over."
      : "Asked. It stays yours until they accept.",
  }),
});

export default function Handover() {
  const { org, agent, handsOverAtOnce, search, candidates, isCut, steps } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const here = paths.agentStep(org, agent.id, "handover");
  return (
    <div className="page-form">
      <PageHeader title={`Hand ${agent.name} over?`} answer={steps.handOver ?? undefined} />
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      {isCut || search ? (
        <form method="get" action={here} className="mb-4 flex flex-wrap items-end gap-2">
          <TextInput
            id="find"
            name="find"
            type="search"
            label="Find by name or address"
            defaultValue={search}
            hint={
              isCut ? `The first ${MOST_CANDIDATES} are listed below. Type to find the others.` : undefined
            }
          />
          <Button>Find</Button>
        </form>
      ) : null}
      <ConfirmForm
        action={here}
        effects={[
          handsOverAtOnce
            ? "They answer for it from now on."
            : "It stays yours until they accept. You can withdraw it until then.",
          "Its keys stop with the hand-over; the new owner makes new ones.",
          "Its grants stay.",
          ...(agent.environment === "production"
            ? ["An open request for it can no longer be approved: the new owner asks again."]
            : []),
        ]}
        verb={handsOverAtOnce ? "Hand agent over" : "Ask them to take it over"}
        cancel={<ButtonLink href={paths.agent(org, agent.id)}>Cancel</ButtonLink>}
      >
        <Select
          id="toMemberId"
          name="toMemberId"
          label="To"
          placeholder="Choose a member"
          required
          options={candidates.map((row) => ({ value: row.id, label: `${row.name} (${row.email})` }))}
          defaultValue={value("toMemberId")}
          error={error("toMemberId")}
        />
      </ConfirmForm>
    </div>
  );
}
