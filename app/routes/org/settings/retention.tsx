import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RetentionDays, SetRetentionInput } from "#app/domain/keeping/retention-inputs.ts";
import { countForgettable, getRetention } from "#app/domain/keeping/retention-queries.server.ts";
import { isShorter, keptDays, whyNotKeep } from "#app/domain/keeping/retention-rules.ts";
import { LONGEST_DAYS, RETENTION, type RetentionNoun } from "#app/domain/keeping/retention-words.ts";
import { setRetention } from "#app/domain/keeping/set-retention.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { plural } from "#app/ui/plural.ts";
import { orgOf, settingsCrumbs, textOf } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = ({ data }) => [
  { title: `${textOf(data, "label") || "Retention"} · Data · Castellan` },
];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "data", "Data", [{ label: textOf(data, "label") }]),
};

export const loader = memberLoader(async (ctx, { url, params }) => {
  const { noun, days } = await getRetention(ctx, params.noun ?? "");
  const asked = url.searchParams.get("days");
  const read = RetentionDays.safeParse(asked ? Number(asked) : null);
  const wanted = read.success ? read.data : null;
  const problem = read.success ? whyNotKeep(noun, wanted) : (read.error.issues[0]?.message ?? null);
  const isAsked = asked !== null && problem === null;
  return {
    org: ctx.org.slug,
    label: RETENTION[noun].label,
    noun,
    days,
    asked: asked ?? (days === null ? "" : String(days)),
    problem,
    change:
      isAsked && wanted !== days
        ? {
            days: wanted,
            shorter: isShorter(noun, days, wanted),
            rows: wanted === null ? 0 : await countForgettable(ctx, noun, wanted),
          }
        : null,
  };
});

export const action = memberForm({
  input: SetRetentionInput,
  fixed: ({ params }) => ({ noun: params.noun ?? "" }),
  run: setRetention,
  done: (ctx, { noun, days }) => ({
    to: paths.settings(ctx.org.slug, "data"),
    say: `Kept ${periodOf(noun, days)} from now on.`,
  }),
});

/** "90 days", "for ever". */
function periodOf(noun: RetentionNoun, set: number | null): string {
  const days = keptDays(noun, set);
  return days === null ? "for ever" : plural(days, { one: "# day", other: "# days" });
}

export default function Retention() {
  const { org, noun, label, asked, problem, change, days } = useLoaderData<typeof loader>();
  const { refused, error } = formState(useActionData<typeof action>());
  const { what, floor, whyFloor, ceiling = LONGEST_DAYS, one, other } = RETENTION[noun];
  const back = paths.settings(org, "data");
  const here = paths.retention(org, noun);
  const period = periodOf(noun, change?.days ?? null);
  return (
    <SettingsPage part="data" title={label} answer={what} facts={[`Kept ${periodOf(noun, days)}`]}>
      <div className="grid max-w-[640px] gap-6">
        {refused ? (
          <Banner kind="problem">{[refused.sentence, ...(error("days") ?? [])].join(" ")}</Banner>
        ) : null}
        <form method="get" action={here} className="grid gap-4">
          <TextInput
            id="days"
            name="days"
            type="number"
            label="Days"
            hint={`At least ${floor}, at most ${ceiling}; nothing keeps ${periodOf(noun, null)}. ${whyFloor}`}
            min={1}
            max={ceiling}
            defaultValue={asked}
            error={problem ?? undefined}
          />
          <div className="action-bar">
            <Button kind={change ? "outline" : "primary"}>See what it would mean</Button>
            <ButtonLink href={back}>Cancel</ButtonLink>
          </div>
        </form>
        {change ? (
          <ConfirmForm
            action={here}
            hidden={{ days: change.days === null ? "" : String(change.days) }}
            effects={
              change.shorter
                ? [
                    plural(change.rows, {
                      zero: `Nothing is older than ${period} now.`,
                      one: `It would forget ${one} older than ${period}, for good.`,
                      other: `It would forget ${other} older than ${period}, for good.`,
                    }),
                    "You are asked to prove that it is you.",
                  ]
                : ["Nothing is forgotten by this that would have been kept. What is gone already stays gone."]
            }
            verb={`Keep ${period}`}
            danger={change.shorter}
            cancel={null}
          />
        ) : null}
      </div>
    </SettingsPage>
  );
}
