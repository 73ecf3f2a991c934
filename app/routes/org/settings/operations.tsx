import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getOperations, type Operations } from "#app/domain/identity/operations-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { heartbeatSentence, secretsSentence } from "./operations-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Operations · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "operations", "Operations") };

export const loader = memberLoader(async (ctx) => {
  refuseHiddenPart(ctx.actor.role, "operations");
  const { slug: org, timeZone: zone } = ctx.org;
  return { org, zone, now: ctx.now, operations: await getOperations(ctx), node: process.version };
});

type Queue = Operations["queues"][number];
type Dead = Operations["deadJobs"][number];

export default function OperationsPage() {
  const { org, zone, now, operations, node } = useLoaderData<typeof loader>();
  const { heartbeat, queues, deadJobs, secrets, database } = operations;
  const queueColumns: Column<Queue>[] = [
    { key: "name", head: "Queue", cell: (row) => <span className="mono">{row.name}</span> },
    {
      key: "waiting",
      head: "Waiting",
      numeric: true,
      phone: "status",
      phoneLabel: "Waiting",
      cell: (row) => row.waiting,
    },
    {
      key: "oldest",
      head: "Oldest waits since",
      phone: "fact",
      cell: (row) =>
        row.oldestWaitingAt ? <RelativeTime at={row.oldestWaitingAt} now={now} zone={zone} /> : "None waits",
    },
    {
      key: "running",
      head: "Running",
      numeric: true,
      phone: "fact",
      phoneLabel: "Running",
      cell: (row) => row.running,
    },
    { key: "dead", head: "Dead", numeric: true, phone: "fact", phoneLabel: "Dead", cell: (row) => row.dead },
  ];
  const deadColumns: Column<Dead>[] = [
    { key: "name", head: "Job", cell: (row) => <span className="mono">{row.name}</span> },
    {
      key: "error",
      head: "Error",
      width: "wrap",
      phone: "fact",
      cell: (row) => row.error ?? "Not written down",
    },
    {
      key: "tries",
      head: "Tries",
      numeric: true,
      phone: "fact",
      phoneLabel: "Tries",
      cell: (row) => row.tries,
    },
    {
      key: "failed",
      head: "Given up",
      phone: "fact",
      cell: (row) => (row.failedAt ? <RelativeTime at={row.failedAt} now={now} zone={zone} /> : "Not known"),
    },
    {
      key: "replay",
      head: "Run again",
      phone: "status",
      cell: (row) => (
        <form method="post" action={paths.replayJob(org, row.id)}>
          <Button>
            Run again<span className="sr-only">: {row.name}</span>
          </Button>
        </form>
      ),
    },
  ];
  return (
    <SettingsPage
      part="operations"
      title="Operations"
      answer="Whether this installation works. Queues count the work of every organization here; jobs are yours alone."
    >
      <Banner kind={heartbeat.state === "fresh" ? "success" : "problem"}>
        {heartbeatSentence(heartbeat)}
      </Banner>
      <div className="mt-6">
        <Section
          title="Dead jobs"
          intro="Work for this organization that failed too often. Nothing runs it by itself any more."
        >
          {deadJobs.length === 0 ? (
            <EmptyState kind="nothing-yet" title="No dead jobs">
              A job that fails for the last time stands here for 30 days, with a button to run it once more.
            </EmptyState>
          ) : (
            <DataTable caption="Dead jobs" columns={deadColumns} rows={deadJobs} rowKey={(row) => row.id} />
          )}
        </Section>
        <Section title="Queues">
          <DataTable caption="Queues" columns={queueColumns} rows={queues} rowKey={(row) => row.name} />
        </Section>
        <div className="max-w-[640px]">
          <Section title="Installation" card>
            <DescriptionList
              items={[
                { term: "PostgreSQL", value: database.version },
                { term: "Node", value: node },
                { term: "Sealed secrets", value: secretsSentence(secrets) },
              ]}
            />
          </Section>
        </div>
      </div>
    </SettingsPage>
  );
}
