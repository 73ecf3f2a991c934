import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listGrants } from "#app/domain/grants/grant-queries.server.ts";
import { listKeysOfAgent } from "#app/domain/identity/api-key-queries.server.ts";
import { listRequests } from "#app/domain/requests/request-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { agentLook } from "#app/ui/tones.ts";
import { GrantTable } from "../grants/grant-table.tsx";
import { textOf } from "../org/settings/settings-crumbs.ts";
import { RequestTable } from "../requests/request-table.tsx";
import { AgentFacts } from "./agent-facts.tsx";
import { AgentKeyTable } from "./agent-key-table.tsx";
import { AgentOffer } from "./agent-offer.tsx";
import { agentPage } from "./agent-page.server.ts";
import { agentAnswer, agentCrumbs } from "./agent-words.ts";

/** The newest of each are shown here; the lists have all. */
const MOST = 10;

export const meta: MetaFunction = ({ data }) => [
  { title: `${textOf(data, "title") || "Agent"} · Agents · Castellan` },
];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data) };

export const loader = memberLoader(async (ctx, { params }) => {
  const shown = await agentPage(ctx, params.agentId ?? "");
  const ofAgent = { agent: shown.agentId };
  return {
    ...shown,
    you: ctx.actor.memberId,
    grants: await listGrants(ctx, ofAgent, { limit: MOST }),
    requests: await listRequests(ctx, ofAgent, { limit: MOST }),
    keys: await listKeysOfAgent(ctx, shown.agentId),
  };
});

export default function Agent() {
  const shown = useLoaderData<typeof loader>();
  const { org, zone, now, agent, steps, grants, requests } = shown;
  const step = (name: Parameters<typeof paths.agentStep>[2]) => paths.agentStep(org, agent.id, name);
  const all = (list: string) => `${list}?${new URLSearchParams({ agent: agent.id })}`;
  const isDue = agent.state === "review_due" || agent.state === "review_soon";
  const table = { org, zone, now };
  return (
    <div className="max-w-[1200px]">
      <PageHeader
        title={agent.name}
        status={<Status look={agentLook[agent.state]} />}
        answer={agentAnswer(agent)}
        actions={
          <>
            {steps.change === null ? <ButtonLink href={step("details")}>Change…</ButtonLink> : null}
            {steps.handOver === null ? <ButtonLink href={step("handover")}>Hand over…</ButtonLink> : null}
            {steps.review === null ? (
              <ButtonLink
                href={step("review")}
                icon="clipboard-check"
                kind={steps.ask !== null && isDue ? "primary" : undefined}
              >
                Review…
              </ButtonLink>
            ) : null}
            {steps.retire === null ? (
              <ButtonLink href={step("retirement")} kind="danger-outline" icon="circle-slash">
                Retire…
              </ButtonLink>
            ) : null}
            {steps.ask === null ? (
              <ButtonLink
                href={`${paths.newRequest(org)}?${new URLSearchParams({ agent: agent.id })}`}
                kind="primary"
                icon="send"
              >
                Request access
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <AgentOffer {...shown} />
      <AgentFacts {...shown} />
      <Section
        title="Grants"
        actions={
          grants.total > MOST ? (
            <a href={all(paths.grants(org))} className="link">{`All ${grants.total}`}</a>
          ) : null
        }
      >
        {grants.rows.length > 0 ? (
          <GrantTable {...table} rows={grants.rows} caption="Grants of this agent, newest first" />
        ) : (
          <p className="text-muted">No grant that you can see: it may use nothing.</p>
        )}
      </Section>
      <Section
        title="Requests"
        actions={
          requests.total > MOST ? (
            <a href={all(paths.requests(org))} className="link">{`All ${requests.total}`}</a>
          ) : null
        }
      >
        {requests.rows.length > 0 ? (
          <RequestTable {...table} rows={requests.rows} caption="Requests for this agent, newest first" />
        ) : (
          <p className="text-muted">Nobody has asked for it yet, as far as you can see.</p>
        )}
      </Section>
      <AgentKeyTable {...shown} />
    </div>
  );
}
