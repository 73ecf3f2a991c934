import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { Identity } from "#app/ui/identity.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";

type ChooseServerProps = {
  org: string;
  /** the agent to ask for */
  agentId?: string | undefined;
  /** the team to ask for */
  teamId?: string | undefined;
  q?: string;
  /** an identity that could not be read */
  typed?: string;
  rows?: readonly { id: string; identity: string }[];
  total?: number;
};

/** Which server: one of the catalog, or one nobody here has used. */
export function ChooseServer({
  org,
  agentId,
  teamId,
  q = "",
  typed = "",
  rows = [],
  total = 0,
}: ChooseServerProps) {
  const here = paths.newRequest(org);
  const keep: Record<string, string> = {
    ...(agentId ? { agent: agentId } : {}),
    ...(teamId ? { team: teamId } : {}),
  };
  const hrefOf = (id: string) => `${here}?${new URLSearchParams({ server: id, ...keep })}`;
  return (
    <div className="page-form">
      <PageHeader title="Request access" answer="Choose the server, or name one nobody here has used yet." />
      <Section title="From the catalog">
        <FilterBar
          action={here}
          search={{ name: "q", label: "Find a server", value: q, placeholder: "Find a server" }}
          keep={keep}
          result={plural(total, {
            zero: q ? "No server matches." : "The catalog is empty.",
            one: "# server.",
            other: "# servers.",
          })}
        />
        {rows.length > 0 ? (
          <ul className="divide-y divide-line border-line border-y">
            {rows.map((row) => (
              <li key={row.id} className="py-1">
                <a href={hrefOf(row.id)} className="tap link inline-flex min-h-7 items-center">
                  <Identity identity={row.identity} limit={70} />
                </a>
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState
            kind={q ? "no-match" : "nothing-yet"}
            title={q ? "No server matches" : "No server is known yet"}
          >
            Paste its identity below and ask for it anyway.
          </EmptyState>
        )}
      </Section>
      <Section title="Another server">
        <form method="get" action={here} className="grid gap-4">
          {Object.entries(keep).map(([name, id]) => (
            <input key={name} type="hidden" name={name} value={id} />
          ))}
          <TextInput
            id="identity"
            name="identity"
            label="Identity"
            hint="npm:@sentry/mcp-server, pypi:…, oci:…, remote:https://host/path or command:…"
            mono
            required
            defaultValue={typed}
            error={typed ? "It must begin with npm:, pypi:, oci:, remote: or command:." : undefined}
          />
          <div className="action-bar">
            <Button icon="chevron-right">Continue</Button>
          </div>
        </form>
      </Section>
    </div>
  );
}
