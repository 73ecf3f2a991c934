import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CHANGE_KINDS, type ChangeKind } from "#app/domain/catalog/drift/drift-words.ts";
import { DriftPolicyInput } from "#app/domain/catalog/drift-inputs.ts";
import { getDriftPolicy, previewDriftPolicy } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { DriftPreview } from "./drift-preview.tsx";
import { CLASS_OPTIONS, KIND_GROUPS } from "./drift-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Drift · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "drift", "Drift") };

export const loader = memberLoader(async (ctx, { url }) => {
  refuseHiddenPart(ctx.actor.role, "drift");
  const { classes, changed, drifting, installations } = await getDriftPolicy(ctx);
  const asked = Object.fromEntries(url.searchParams);
  const tried = DriftPolicyInput.safeParse(asked);
  const isTrying = Object.keys(asked).some((name) => name in CHANGE_KINDS) && tried.success;
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    classes: isTrying ? tried.data : classes,
    changed,
    drifting,
    installations,
    mayManage: can(ctx.actor, "drift.manage"),
    preview: isTrying ? await previewDriftPolicy(ctx, tried.data) : null,
  };
});

export const action = memberForm({
  input: DriftPolicyInput,
  run: setDriftPolicy,
  done: (ctx) => ({
    to: paths.settings(ctx.org.slug, "drift"),
    say: "Saved. It holds for drift that is found from now on.",
  }),
});

export default function DriftSettings() {
  const { org, zone, now, classes, changed, drifting, installations, mayManage, preview } =
    useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const here = paths.settings(org, "drift");
  const select = (kind: ChangeKind) => (
    <Select
      key={kind}
      id={kind}
      name={kind}
      label={CHANGE_KINDS[kind].charAt(0).toUpperCase() + CHANGE_KINDS[kind].slice(1)}
      options={CLASS_OPTIONS}
      defaultValue={value(kind, classes[kind])}
      error={error(kind)}
      disabled={!mayManage}
    />
  );
  return (
    <SettingsPage
      part="drift"
      title="Drift"
      answer="What becomes of a server that is not any more what was approved."
      facts={[
        changed ? (
          <>
            Changed by {changed.by} <RelativeTime at={changed.at} now={now} zone={zone} />
          </>
        ) : (
          "As Castellan ships it"
        ),
      ]}
    >
      <form method="post" action={here} className="grid max-w-[840px] gap-6">
        {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
        {KIND_GROUPS.map(({ title, kinds }) => (
          <Section key={title} title={title}>
            <div className="grid gap-4 sm:grid-cols-2">{kinds.map(select)}</div>
          </Section>
        ))}
        <p className="hint">
          Block refuses every call to the server. Approve again refuses the tools that changed or are new.
          Both make its installations drifted, open a request with the difference and tell whoever can decide
          it. A note refuses nothing. What the policy cannot judge is refused. Of how one installation is
          started, block refuses every call of its person to the server, approve again the calls of that
          installation.
        </p>
        {mayManage ? (
          <div className="action-bar">
            <Button kind="primary">Save</Button>
            <Button kind="outline" formMethod="get" formAction={here}>
              See what it would mean
            </Button>
          </div>
        ) : null}
      </form>
      <div className="h-8" />
      {preview ? <DriftPreview org={org} preview={preview} /> : null}
      <Section
        title="Drift there is now"
        intro={`${plural(drifting, {
          zero: "No server differs from what was approved.",
          one: "One server differs from what was approved.",
          other: "# servers differ from what was approved.",
        })} ${plural(installations, {
          zero: "No installation is started otherwise.",
          one: "One installation is started otherwise.",
          other: "# installations are started otherwise.",
        })} What differs keeps the class it got until you classify anew.`}
      >
        {mayManage && drifting + installations > 0 ? (
          <form method="post" action={paths.driftClassification(org)}>
            <Button kind="outline">Classify anew</Button>
          </form>
        ) : null}
      </Section>
    </SettingsPage>
  );
}
