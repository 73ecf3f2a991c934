import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  SetRepositoryTokenInput,
  TOKEN_HOSTS,
} from "#app/domain/packages/repository/repository-token-inputs.ts";
import { listRepositoryTokens } from "#app/domain/packages/repository/repository-token-queries.server.ts";
import { setRepositoryToken } from "#app/domain/packages/repository/set-repository-token.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { TOKEN_HOST_LABELS } from "./repository-token-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Repository tokens · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "registries", "Registries", [{ label: "Repository tokens" }]),
};

export const loader = memberLoader(async (ctx) => {
  const rows = await listRepositoryTokens(ctx);
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, rows };
});

export const action = memberForm({
  input: SetRepositoryTokenInput,
  run: setRepositoryToken,
  done: (ctx, { host }) => ({
    to: paths.repositoryTokens(ctx.org.slug),
    say: `${TOKEN_HOST_LABELS[host]} is asked with this token from now on.`,
  }),
});

export default function RepositoryTokens() {
  const { org, zone, now, rows } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <SettingsPage
      part="registries"
      title="Repository tokens"
      answer="Without a token GitHub answers sixty questions an hour, which is a few servers a day. A token that may read public repositories is enough."
    >
      {rows.length === 0 ? (
        <p className="hint mb-8">No token is kept: repositories are asked without one.</p>
      ) : (
        <Section title="Kept">
          <DataTable
            caption="Tokens that are kept, with host, who entered each and when"
            rows={rows}
            rowKey={(row) => row.host}
            columns={[
              {
                key: "host",
                head: "Host",
                cell: (row) => TOKEN_HOST_LABELS[row.host],
              },
              { key: "by", head: "Entered by", phone: "fact", cell: (row) => row.enteredBy ?? "an operator" },
              {
                key: "at",
                head: "When",
                width: "fit",
                phone: "fact",
                cell: (row) => <RelativeTime at={row.enteredAt} now={now} zone={zone} />,
              },
              {
                key: "actions",
                head: "Actions",
                width: "fit",
                phone: "status",
                cell: (row) => (
                  <ButtonLink kind="quiet" href={paths.forgetRepositoryToken(org, row.host)}>
                    Forget…<span className="sr-only"> the token of {TOKEN_HOST_LABELS[row.host]}</span>
                  </ButtonLink>
                ),
              },
            ]}
          />
        </Section>
      )}
      <Section title="Enter a token">
        <form method="post" className="grid max-w-[640px] gap-4">
          {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
          {refused ? <input type="hidden" name="_retype" value="secret" /> : null}
          <RadioCards
            id="host"
            name="host"
            label="Host"
            options={TOKEN_HOSTS.map((host) => ({ value: host, label: TOKEN_HOST_LABELS[host] }))}
            defaultValue={value("host", "github")}
            error={error("host")}
          />
          <TextInput
            id="secret"
            name="secret"
            type="password"
            autoComplete="off"
            label="Token"
            hint="It is sealed, never shown again, and sent only to this host's interface over https. It replaces the one before."
            error={error("secret")}
            maxLength={500}
            required
          />
          <div className="action-bar">
            <Button kind="primary">Keep token</Button>
          </div>
        </form>
      </Section>
    </SettingsPage>
  );
}
