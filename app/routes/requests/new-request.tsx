import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { ServerIdentity } from "#app/domain/catalog/server-inputs.ts";
import { Invalid } from "#app/domain/errors.ts";
import { listServers } from "#app/domain/inventory/server-queries.server.ts";
import { permit } from "#app/domain/permit.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { getRequestDraft } from "#app/domain/requests/request-draft-queries.server.ts";
import { latestEnd } from "#app/domain/requests/request-rules.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { formatDay } from "#app/ui/format-time.ts";
import { Identity } from "#app/ui/identity.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { BlockedBanner } from "./blocked-banner.tsx";
import { ChooseServer } from "./choose-server.tsx";
import { requestCrumbs } from "./request-crumbs.ts";
import { AskForm } from "./request-form.tsx";
import { RequestForm, termsOf } from "./request-form-input.ts";

export const meta: MetaFunction = () => [{ title: "Request access · Requests · Castellan" }];
export const handle = { crumbs: (data: unknown) => requestCrumbs(data, "Request access") };

const Asked = z.object({
  server: z.uuid().optional().catch(undefined),
  installation: z.uuid().optional().catch(undefined),
  identity: ServerIdentity.optional().catch(undefined),
  agent: z.uuid().optional().catch(undefined),
  team: z.uuid().optional().catch(undefined),
  q: z.string().trim().max(200).optional().catch(undefined),
});

export const loader = memberLoader(async (ctx, { url }) => {
  permit(ctx, "request.create");
  const asked = Asked.parse(Object.fromEntries(url.searchParams));
  const whom = { agentId: asked.agent, teamId: asked.team };
  const base = { org: ctx.org.slug, zone: ctx.org.timeZone, newId: uuidv7(), ...whom };
  const what = asked.installation
    ? { installationId: asked.installation }
    : asked.server
      ? { serverId: asked.server }
      : asked.identity
        ? { identity: asked.identity }
        : null;
  const latest = latestEnd(ctx.now).toISOString().slice(0, 10);
  if (what)
    return {
      ...base,
      latest,
      draft: await getRequestDraft(ctx, { ...what, ...whom }),
      search: null,
    };
  const typed = url.searchParams.get("identity")?.slice(0, 512) ?? "";
  const found = await listServers(ctx, { q: asked.q }, { limit: 20, offset: 0 });
  const rows = found.rows.map(({ id, identity }) => ({ id, identity }));
  return { ...base, latest, draft: null, search: { q: asked.q ?? "", typed, rows, total: found.total } };
});

export const action = memberForm({
  input: RequestForm,
  run: (ctx, form) => {
    const terms = termsOf(form, ctx.now);
    if ("input" in terms) return createRequest(ctx, terms.input);
    throw new Invalid("The request was not sent. What you typed is kept.", terms.fields);
  },
  done: (ctx, { id }) => ({ to: paths.request(ctx.org.slug, id), say: "Request sent." }),
});

export default function NewRequest() {
  const { org, zone, newId, latest, draft, search, agentId, teamId } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!draft) return <ChooseServer org={org} agentId={agentId} teamId={teamId} {...search} />;
  const first = draft.holds[0];
  return (
    <div className="page-form">
      <PageHeader
        title={
          <>
            Request access to <Identity identity={draft.server.identity} limit={80} wraps />
          </>
        }
        status={draft.risk ? <RiskBadge risk={draft.risk.risk} noun="risk" /> : undefined}
        answer={
          draft.isLooked
            ? plural(draft.tools.length, {
                zero: "It lists no tools.",
                one: "It lists # tool.",
                other: "It lists # tools.",
              })
            : "What it can do: not looked yet."
        }
      />
      {draft.blockReason ? (
        <BlockedBanner reason={draft.blockReason} />
      ) : first ? (
        <div className="mb-6">
          <Banner kind="info">
            You have access in {first.environment} until {formatDay(first.endsAt, zone)} already. Ask for more
            tools, another environment or a later end.
          </Banner>
        </div>
      ) : null}
      <AskForm
        draft={draft}
        answer={answer}
        newId={newId}
        latest={latest}
        agentId={agentId}
        teamId={teamId}
        cancelHref={draft.server.id ? paths.server(org, draft.server.id) : paths.access(org)}
      />
    </div>
  );
}
