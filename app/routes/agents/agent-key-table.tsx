import type { ApiKeyRow } from "#app/domain/identity/api-key-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { keyLook } from "#app/ui/tones.ts";
import type { AgentPage } from "./agent-page.server.ts";

type AgentKeyTableProps = Pick<AgentPage, "org" | "zone" | "now" | "agent" | "steps" | "isOwner"> & {
  keys: readonly ApiKeyRow[];
};

/** Keys with which it asks whether its calls are allowed. */
export function AgentKeyTable({ org, zone, now, agent, steps, isOwner, keys }: AgentKeyTableProps) {
  const columns: Column<ApiKeyRow>[] = [
    { key: "name", head: "Key", cell: (row) => row.name },
    {
      key: "state",
      head: "State",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={keyLook[row.state]} quiet />,
    },
    { key: "prefix", head: "Starts with", cell: (row) => <code>{row.prefix}…</code> },
    {
      key: "used",
      head: "Last used",
      cell: (row) => (row.lastUsedAt ? <RelativeTime at={row.lastUsedAt} now={now} zone={zone} /> : "never"),
    },
    {
      key: "ends",
      head: "Ends",
      phone: "fact",
      phoneLabel: "Ends",
      cell: (row) => <RelativeTime at={row.expiresAt} now={now} zone={zone} />,
    },
    {
      key: "actions",
      head: "Actions",
      width: "fit",
      phone: "fact",
      cell: (row) =>
        isOwner && row.state === "active" ? (
          <a
            href={paths.revokeApiKey(org, row.id)}
            className="btn btn-quiet"
            aria-label={`Revoke ${row.name}…`}
          >
            Revoke…
          </a>
        ) : null,
    },
  ];
  return (
    <Section
      title="Keys"
      intro="A key of an agent only asks whether its calls are allowed. It works while whoever made it answers for the agent."
      actions={
        steps.makeKey === null ? (
          <ButtonLink href={paths.agentStep(org, agent.id, "keys")} icon="key-round">
            Make a key…
          </ButtonLink>
        ) : undefined
      }
    >
      {keys.length > 0 ? (
        <DataTable caption="Keys of this agent" columns={columns} rows={keys} rowKey={(row) => row.id} />
      ) : (
        <p className="text-muted">No key yet.</p>
      )}
    </Section>
  );
}
