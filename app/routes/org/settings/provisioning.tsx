import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { can } from "#app/domain/permissions.ts";
import { createScimToken } from "#app/domain/provisioning/create-scim-token.server.ts";
import { CreateScimTokenInput } from "#app/domain/provisioning/provisioning-inputs.ts";
import { listScimTokens, type ScimTokenRow } from "#app/domain/provisioning/scim-token-queries.server.ts";
import { publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { CopyField } from "#app/ui/copy-field.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { SecretOnce } from "#app/ui/secret-once.tsx";
import { Section } from "#app/ui/section.tsx";
import { ScimTokenTable } from "./scim-token-table.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Provisioning · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "provisioning", "Provisioning"),
};

export const loader = memberLoader(async (ctx) => {
  refuseHiddenPart(ctx.actor.role, "provisioning");
  const rows: ScimTokenRow[] = await listScimTokens(ctx);
  const { slug: org, timeZone: zone } = ctx.org;
  const address = `${publicUrl()}/scim/v2`;
  return {
    org,
    zone,
    now: ctx.now,
    rows,
    newId: uuidv7(),
    address,
    mayOpen: can(ctx.actor, "provisioning.open"),
  };
});

export const action = memberForm({
  input: CreateScimTokenInput,
  run: createScimToken,
  done: (_ctx, { token, name }) => ({ shown: { token, name } }),
});

export default function Provisioning() {
  const { org, zone, now, rows, newId, address, mayOpen } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { refused, error, value, summary } = formState(answer);
  const here = paths.settings(org, "provisioning");
  return (
    <SettingsPage
      part="provisioning"
      title="Provisioning"
      answer="Your identity provider adds people, fills teams and removes leavers here by SCIM 2.0."
    >
      <div className="mb-8 max-w-[640px]">
        <Section title="What to enter there" card>
          <DescriptionList
            items={[
              { term: "Base address", value: <CopyField text={address} label="Copy address" /> },
              { term: "Unique by", value: "userName, which should be the work address" },
              { term: "Groups", value: "Each group sent is a team. Roles and leads are set here." },
              {
                term: "Leavers",
                value:
                  "Deactivating or deleting somebody there removes them here at once, with their keys, devices and grants. The last owner is refused.",
              },
            ]}
          />
        </Section>
        {answer && "shown" in answer ? (
          <SecretOnce
            id="token"
            label={`Token for ${answer.shown.name}`}
            secret={answer.shown.token}
            continueHref={here}
          >
            <p className="hint">Whoever has it adds and removes people here. It works until it is revoked.</p>
          </SecretOnce>
        ) : !mayOpen ? (
          <p className="hint">An owner makes the token: whoever has it can remove owners too.</p>
        ) : (
          <Section title="Make a token" intro="You prove that it is you first.">
            <form method="post" className="grid gap-4">
              {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
              <input type="hidden" name="id" value={value("id", newId)} />
              <TextInput
                id="name"
                name="name"
                label="Provider"
                hint="For example Entra or Okta."
                defaultValue={value("name")}
                error={error("name")}
                maxLength={80}
                required
              />
              <div className="action-bar">
                <Button kind="primary" icon="key-round">
                  Make token
                </Button>
              </div>
            </form>
          </Section>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="hint">No token yet: nobody is provisioned.</p>
      ) : (
        <Section title="Tokens">
          <ScimTokenTable rows={rows} org={org} now={now} zone={zone} />
        </Section>
      )}
    </SettingsPage>
  );
}
