import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { editZoneRule } from "#app/domain/connections/edit-zone-rules.server.ts";
import { withZoneRule } from "#app/domain/connections/zone-edits.ts";
import { EditZoneRuleInput, ZONE_RULE_KINDS } from "#app/domain/connections/zone-inputs.ts";
import { getZonePolicy, previewZoneRules } from "#app/domain/connections/zone-queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { ZONES } from "#app/domain/trust/zone-words.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { askedZoneRule } from "./asked-zone-rule.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { ZoneChanges } from "./zone-changes.tsx";
import { ruleKindWords, zoneName } from "./zone-words.ts";

export const meta: MetaFunction = () => [{ title: "Rule · Network zones · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "zones", "Network zones", [{ label: "Rule" }]),
};

export const loader = memberLoader(async (ctx, { url }) => {
  permit(ctx, "zone.manage");
  const { rules: counted, version } = await getZonePolicy(ctx);
  const rules = counted.map(({ servers: _, ...rule }) => rule);
  const asked = askedZoneRule(url.searchParams, rules, version);
  if (asked === undefined) throw new NotFound("rule of the zone policy");
  const { edit, fields, errors } = asked;
  const preview = edit ? await previewZoneRules(ctx, { rules: withZoneRule(rules, edit) }) : null;
  return {
    org: ctx.org.slug,
    version,
    fields,
    errors,
    last: rules.length + 1,
    preview,
  };
});

export const action = memberForm({
  input: EditZoneRuleInput,
  run: editZoneRule,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "zones"), say: "The zone policy is changed." }),
});

export default function ZoneRulePage() {
  const { org, version, fields, errors, last, preview } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const here = paths.zoneRule(org);
  const title = fields.at ? `Rule ${fields.at}` : "New rule";
  return (
    <SettingsPage
      part="zones"
      title={title}
      answer="The first rule that applies decides where a server runs."
    >
      <div className="grid max-w-[640px] gap-6">
        {refused ? (
          <Banner kind="problem">
            {[refused.sentence, ...Object.values(refused.errors).flat()].join(" ")}
          </Banner>
        ) : null}
        <form method="get" action={here} className="grid gap-4">
          {fields.at ? <input type="hidden" name="at" value={fields.at} /> : null}
          <Select
            id="kind"
            name="kind"
            label="What it is about"
            options={ZONE_RULE_KINDS.map((kind) => ({ value: kind, label: ruleKindWords[kind] }))}
            defaultValue={fields.kind}
            error={errors.kind}
          />
          <TextInput
            id="pattern"
            name="pattern"
            label="Which"
            hint="npm:@acme/*, *.corp.example.com or 10.20.0.0/16. A star stands for any characters."
            mono
            required
            maxLength={300}
            defaultValue={fields.pattern}
            error={errors.pattern}
          />
          <Select
            id="zone"
            name="zone"
            label="They run in"
            options={ZONES.map((zone) => ({ value: zone, label: zoneName(zone) }))}
            defaultValue={fields.zone}
            error={errors.zone}
          />
          <TextInput
            id="position"
            name="position"
            type="number"
            label="Position"
            hint="1 is asked first."
            min={1}
            max={last}
            required
            defaultValue={fields.position}
            error={errors.position}
          />
          <div className="action-bar">
            <Button kind={preview ? "outline" : "primary"}>See what it would change</Button>
            <ButtonLink href={paths.settings(org, "zones")}>Cancel</ButtonLink>
          </div>
        </form>
        {preview ? (
          <ConfirmForm
            action={here}
            hidden={{ ...fields, version: String(version) }}
            effects={[]}
            verb={fields.at ? "Change rule" : "Add rule"}
            cancel={null}
          >
            <ZoneChanges org={org} preview={preview} />
          </ConfirmForm>
        ) : null}
      </div>
    </SettingsPage>
  );
}
