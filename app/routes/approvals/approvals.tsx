import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { countWaitingOn, listQueue } from "#app/domain/requests/request-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { requestPage } from "../requests/request-page.server.ts";
import { RequestView } from "../requests/request-view.tsx";
import { QueueList } from "./queue-list.tsx";

export const meta: MetaFunction = () => [{ title: "Approvals · Castellan" }];
export const handle = { crumbs: () => [{ label: "Approvals" }] };

export const loader = memberLoader(async (ctx, { url }) => {
  const { rows, total } = await listQueue(ctx);
  const { pastDue } = await countWaitingOn(ctx);
  const asked = z.uuid().safeParse(url.searchParams.get("open"));
  const open = asked.success ? asked.data : rows[0]?.id;
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    rows,
    total,
    pastDue,
    isChosen: asked.success,
    page: open ? await requestPage(ctx, open, null) : null,
  };
});

export default function Approvals() {
  const { org, zone, now, rows, total, pastDue, isChosen, page } = useLoaderData<typeof loader>();
  const late = pastDue === 0 ? "" : `, ${pastDue.toLocaleString("en-GB")} past due`;
  return (
    <>
      <PageHeader
        title="Approvals"
        answer={plural(total, {
          zero: "Nothing waits on you.",
          one: `# request waits on you${late}.`,
          other: `# requests wait on you${late}, in this order: past due, risk, age.`,
        })}
      />
      {page ? (
        <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[360px_minmax(0,1fr)]">
          <div className={isChosen ? "max-lg:hidden" : undefined}>
            <QueueList rows={rows} total={total} open={page.request.id} org={org} zone={zone} now={now} />
          </div>
          <div className={isChosen ? "min-w-0" : "min-w-0 max-lg:hidden"}>
            {isChosen ? (
              <p className="mb-3 lg:hidden">
                <a className="link" href={paths.approvals(org)}>
                  Back to the queue
                </a>
              </p>
            ) : null}
            <RequestView page={page} queue heading="h2" />
          </div>
        </div>
      ) : (
        <EmptyState kind="nothing-yet" title="Nothing waits on you">
          Requests you can decide appear here, the risky and the old first. See{" "}
          <a className="link" href={paths.requests(org)}>
            all requests
          </a>
          .
        </EmptyState>
      )}
    </>
  );
}
