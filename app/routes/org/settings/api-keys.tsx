import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { CreateApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import { type ApiKeyRow, listApiKeys } from "#app/domain/identity/api-key-queries.server.ts";
import { mayNameEnvironment } from "#app/domain/identity/api-key-rules.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SecretOnce } from "#app/ui/secret-once.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { keyLook } from "#app/ui/tones.ts";
import { ApiKeyForm } from "./api-key-form.tsx";
import { footOf, numberedPage } from "./numbered-page.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "API keys · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "api-keys", "API keys") };

export const loader = memberLoader(async (ctx, { url }) => {
  const page = numberedPage(url);
  const { rows, total } = await listApiKeys(ctx, page);
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    rows,
    total,
    page,
    newId: uuidv7(),
    seesAll: can(ctx.actor, "api_key.manage_all"),
    mayNameEnvironment: mayNameEnvironment(ctx.actor),
  };
});

export const action = memberForm({
  input: CreateApiKeyInput,
  run: createApiKey,
  done: (_ctx, { key, expiresAt }) => ({ shown: { key, expiresAt } }),
});

export default function ApiKeys() {
  const { org, zone, now, rows, total, page, newId, seesAll, ...may } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { search } = useLocation();
  const here = paths.settings(org, "api-keys");
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  const columns: Column<ApiKeyRow>[] = [
    {
      key: "name",
      head: "Key",
      cell: (row) => (row.agent && !seesAll ? `${row.name}, of agent ${row.agent.name}` : row.name),
    },
    { key: "prefix", head: "Starts with", cell: (row) => <code>{row.prefix}…</code> },
    ...(seesAll
      ? [
          {
            key: "member",
            head: "Acts as",
            phone: "fact" as const,
            cell: (row: ApiKeyRow) => (row.agent ? `Agent ${row.agent.name}` : row.member.name),
          },
        ]
      : []),
    {
      key: "state",
      head: "State",
      phone: "status",
      cell: (row) => <Status look={keyLook[row.state]} quiet />,
    },
    { key: "scopes", head: "Scopes", width: "wrap", muted: true, cell: (row) => row.scopes.join(", ") },
    { key: "environment", head: "Environment", muted: true, cell: (row) => row.environment ?? "none" },
    { key: "used", head: "Last used", cell: (row) => (row.lastUsedAt ? time(row.lastUsedAt) : "never") },
    { key: "ends", head: "Ends", phone: "fact", phoneLabel: "Ends", cell: (row) => time(row.expiresAt) },
    { key: "actions", head: "Actions", width: "fit", phone: "fact", cell: (row) => revokeLink(org, row) },
  ];
  return (
    <SettingsPage
      part="api-keys"
      title="API keys"
      answer="A program with a key acts as its member, narrowed to the key's scopes."
      actions={<ButtonLink href={paths.apiDocs}>How to use the API</ButtonLink>}
    >
      <div className="mb-8 max-w-[640px]">
        {answer && "shown" in answer ? (
          <SecretOnce id="key" label="Your new API key" secret={answer.shown.key} continueHref={here}>
            <p className="hint">
              It works until <RelativeTime at={answer.shown.expiresAt} now={now} zone={zone} exact />.
            </p>
          </SecretOnce>
        ) : (
          <Section title="Create an API key">
            <ApiKeyForm answer={answer} newId={newId} {...may} />
          </Section>
        )}
      </div>
      {total === 0 ? (
        <p className="hint">No key yet.</p>
      ) : (
        <Section title={seesAll ? "Keys of all members" : "Your keys"}>
          <DataTable caption="API keys" columns={columns} rows={rows} rowKey={(row) => row.id} />
          <TableFoot {...footOf({ ...page, total, shown: rows.length }, search, here)} />
        </Section>
      )}
    </SettingsPage>
  );
}

function revokeLink(org: string, row: ApiKeyRow) {
  if (row.state !== "active") return null;
  return (
    <a href={paths.revokeApiKey(org, row.id)} className="btn btn-quiet" aria-label={`Revoke ${row.name}…`}>
      Revoke…
    </a>
  );
}
