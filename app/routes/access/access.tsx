import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listGrantsOfActor } from "#app/domain/grants/grant-queries.server.ts";
import { isOpen } from "#app/domain/grants/grant-rules.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { listRequests, shownState } from "#app/domain/requests/request-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { GrantTable } from "../grants/grant-table.tsx";
import { RequestTable } from "../requests/request-table.tsx";
import { OwnServers } from "./own-servers.tsx";

const MOST = 50;

export const meta: MetaFunction = () => [{ title: "My access · Castellan" }];
export const handle = { crumbs: () => [{ label: "My access" }] };

export const loader = memberLoader(async (ctx) => {
  const me = ctx.actor.memberId;
  const grants = await listGrantsOfActor(ctx);
  const used = await listInstallations(ctx, { member: me }, { page: 1, perPage: MOST, sort: "need" });
  const asked = await listRequests(ctx, { requester: me }, { limit: MOST, offset: 0 });
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    me,
    live: grants.filter((grant) => isOpen(grant.state)),
    over: grants.filter((grant) => !isOpen(grant.state)),
    used,
    asked: {
      total: asked.total,
      rows: asked.rows.map((row) => ({ ...row, state: shownState(row, ctx.now) })),
    },
    mayAsk: can(ctx.actor, "request.create"),
  };
});

export default function Access() {
  const { org, zone, now, me, live, over, used, asked, mayAsk } = useLoaderData<typeof loader>();
  const table = { org, zone, now };
  const questions = asked.rows.filter((row) => row.state === "waiting_for_requester");
  return (
    <>
      <PageHeader
        title="My access"
        answer={plural(live.length, {
          zero: "You have no grants now.",
          one: "You have # grant.",
          other: "You have # grants.",
        })}
        actions={
          mayAsk ? (
            <ButtonLink kind="primary" icon="plus" href={paths.newRequest(org)}>
              Request a server
            </ButtonLink>
          ) : undefined
        }
      />
      {questions[0] ? (
        <div className="mb-6">
          <Banner
            kind="info"
            action={
              <a className="link" href={`${paths.request(org, questions[0].id)}#answer`}>
                Answer the question
              </a>
            }
          >
            {plural(questions.length, {
              one: "# request of yours waits for your answer.",
              other: "# requests of yours wait for your answer.",
            })}
          </Banner>
        </div>
      ) : null}
      <Section title="Granted to me or my teams">
        {live.length > 0 ? (
          <GrantTable {...table} rows={live} caption="Grants that count for you, the next to end first" />
        ) : (
          <EmptyState kind="nothing-yet" title="Nothing is granted to you">
            A grant says which tools of a server you may use, where and until when. Request a server to get
            one.
          </EmptyState>
        )}
      </Section>
      <Section title="What I use" intro="As your devices reported it.">
        {used.rows.length > 0 ? (
          <OwnServers {...table} rows={used.rows} mayAsk={mayAsk} />
        ) : (
          <EmptyState
            kind="nothing-yet"
            title="No device of yours has reported a server"
            action={<ButtonLink href={paths.scan(org)}>Scan a machine</ButtonLink>}
          >
            Castellan reads client files on your machine and removes secrets there.
          </EmptyState>
        )}
        {used.total > used.rows.length ? (
          <p className="hint mt-2">
            <a
              className="link"
              href={`${paths.inventory(org)}?${new URLSearchParams({ by: "installation", member: me })}`}
            >
              All {used.total} installations
            </a>
          </p>
        ) : null}
      </Section>
      <Section title="My requests">
        {asked.rows.length > 0 ? (
          <RequestTable {...table} rows={asked.rows} caption="Requests you sent, newest first" />
        ) : (
          <p className="text-muted">You have not asked for anything yet.</p>
        )}
        {asked.total > asked.rows.length ? (
          <p className="hint mt-2">
            <a className="link" href={`${paths.requests(org)}?${new URLSearchParams({ requester: me })}`}>
              All {asked.total} requests
            </a>
          </p>
        ) : null}
      </Section>
      {over.length > 0 ? (
        <Section title="Ended in the last 30 days">
          <GrantTable {...table} rows={over} caption="Grants that ended or were revoked" />
        </Section>
      ) : null}
    </>
  );
}
