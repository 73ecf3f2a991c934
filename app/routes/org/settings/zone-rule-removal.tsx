import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { removeZoneRule } from "#app/domain/connections/edit-zone-rules.server.ts";
import { withoutZoneRule } from "#app/domain/connections/zone-edits.ts";
import { RemoveZoneRuleInput } from "#app/domain/connections/zone-inputs.ts";
import { getZonePolicy, previewZoneRules } from "#app/domain/connections/zone-queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { ZoneChanges } from "./zone-changes.tsx";
import { ruleKindWords, zoneName } from "./zone-words.ts";

export const meta: MetaFunction = () => [{ title: "Remove rule · Network zones · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "zones", "Network zones", [{ label: "Remove rule" }]),
};

export const loader = memberLoader(async (ctx, { url }) => {
  permit(ctx, "zone.manage");
  const at = Number(url.searchParams.get("at"));
  const { rules: counted, version } = await getZonePolicy(ctx);
  const rules = counted.map(({ servers: _, ...rule }) => rule);
  const rule = rules[at - 1];
  if (!rule) throw new NotFound("rule of the zone policy");
  const preview = await previewZoneRules(ctx, { rules: withoutZoneRule(rules, at) });
  return { org: ctx.org.slug, at, version, rule, preview };
});

export const action = memberForm({
  input: RemoveZoneRuleInput,
  run: removeZoneRule,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "zones"), say: "The rule is removed." }),
});

export default function ZoneRuleRemoval() {
  const { org, at, version, rule, preview } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const { kind, pattern, zone } = rule;
  return (
    <SettingsPage
      part="zones"
      title={`Remove rule ${at}?`}
      answer={`${ruleKindWords[kind]} ${printableText(pattern)} run in: ${zoneName(zone)}`}
    >
      <div className="grid max-w-[840px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={`${paths.removeZoneRule(org)}?at=${at}`}
          hidden={{ at: String(at), version: String(version) }}
          effects={[]}
          verb="Remove rule"
          danger
          cancel={<ButtonLink href={paths.settings(org, "zones")}>Cancel</ButtonLink>}
        >
          <ZoneChanges org={org} preview={preview} />
        </ConfirmForm>
      </div>
    </SettingsPage>
  );
}
