import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { endMemberSessions } from "#app/domain/identity/end-member-sessions.server.ts";
import { EndMemberSessionsInput } from "#app/domain/identity/member-inputs.ts";
import { getMember } from "#app/domain/identity/member-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "End sessions · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "members", "Members", [{ label: "End sessions" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  return { org: ctx.org.slug, name: ctx.org.name, member: await getMember(ctx, params.memberId ?? "") };
});

export const action = memberForm({
  input: EndMemberSessionsInput,
  run: endMemberSessions,
  done: (ctx, { memberId }) => ({
    to: paths.member(ctx.org.slug, memberId),
    say: "All sessions ended here.",
  }),
});

export default function MemberSessionEnd() {
  const { org, name, member } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="members" title={`End all sessions of ${member.name}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.endMemberSessions(org, member.id)}
          effects={[
            `No browser of theirs opens ${name} again before they have proven who they are.`,
            "What they are typing now is kept and comes back after the proof.",
            "Their API keys and devices go on: revoke those on their own.",
            "Other organizations of theirs see nothing of this.",
          ]}
          verb="End all sessions"
          danger
          cancel={<ButtonLink href={paths.member(org, member.id)}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
