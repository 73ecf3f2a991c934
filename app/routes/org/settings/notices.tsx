import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeNoticePreferences } from "#app/domain/notifications/change-notice-preferences.server.ts";
import { FIXED_GROUPS, GROUP_WORDS, NOTICE_GROUPS } from "#app/domain/notifications/notice-groups.ts";
import { ChangeNoticePreferencesInput } from "#app/domain/notifications/notice-inputs.ts";
import {
  getMailStanding,
  getNoticePreferences,
  listMailRefusals,
} from "#app/domain/notifications/notice-preference-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { Section } from "#app/ui/section.tsx";
import { MailStandingBanner } from "./mail-standing.tsx";
import { RefusedAddresses } from "./refused-addresses.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Notices · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "notices", "Notices") };

export const loader = memberLoader(async (ctx) => ({
  org: ctx.org.slug,
  zone: ctx.org.timeZone,
  now: ctx.now,
  me: ctx.actor.memberId,
  isDemo: ctx.org.isDemo,
  isOwner: ctx.actor.role === "owner",
  preferences: await getNoticePreferences(ctx),
  standing: await getMailStanding(ctx),
  refused: can(ctx.actor, "member.manage") ? await listMailRefusals(ctx) : [],
}));

export const action = memberForm({
  input: ChangeNoticePreferencesInput,
  run: changeNoticePreferences,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "notices"), say: "What is mailed to you is saved." }),
});

const CHOICES = [
  { value: "at_once", label: "At once" },
  { value: "daily", label: "In a daily digest" },
  { value: "weekly", label: "In a weekly digest" },
  { value: "none", label: "Not mailed" },
];

export default function NoticeSettings() {
  const shown = useLoaderData<typeof loader>();
  const { org, zone, now, preferences, standing, refused } = shown;
  const { refused: refusal, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <SettingsPage
      part="notices"
      title="Notices"
      answer={`Everything that concerns you stands in Notices. Here you choose what is mailed to ${standing.address} too, for this organization.`}
    >
      <div className="grid max-w-[640px] gap-4">
        <MailStandingBanner {...shown} />
        <form method="post" action={paths.settings(org, "notices")} className="grid gap-4">
          {refusal ? <ErrorSummary title={refusal.sentence} errors={summary()} /> : null}
          {NOTICE_GROUPS.filter((group) => !FIXED_GROUPS.includes(group)).map((group) => (
            <Select
              key={group}
              id={group}
              name={group}
              label={GROUP_WORDS[group].label}
              hint={GROUP_WORDS[group].hint}
              options={CHOICES}
              defaultValue={value(group, preferences[group])}
              error={error(group)}
            />
          ))}
          {FIXED_GROUPS.map((group) => (
            <div key={group} className="field">
              <p className="field-label">{GROUP_WORDS[group].label}</p>
              <p className="hint">
                {GROUP_WORDS[group].hint} Always mailed at once; this cannot be turned off.
              </p>
            </div>
          ))}
          <p className="hint">
            Digests come when a working day begins in the organization's time zone ({zone}), weekly ones on
            the first working day of the week. When nothing is unread, none comes. Mails name what happened
            and link here; reasons, questions and answers are not in them.
          </p>
          <div className="action-bar">
            <Button kind="primary">Save</Button>
          </div>
        </form>
        {refused.length > 0 ? (
          <Section
            title="Addresses that refuse mail"
            intro="The receiving side said that it will never take mail there, so none is sent. Have the address changed, or try again once it works."
          >
            <RefusedAddresses org={org} zone={zone} now={now} rows={refused} />
          </Section>
        ) : null}
      </div>
    </SettingsPage>
  );
}
