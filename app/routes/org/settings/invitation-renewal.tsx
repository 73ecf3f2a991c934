import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RenewInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { getInvitation } from "#app/domain/identity/invitation-queries.server.ts";
import { renewInvitation } from "#app/domain/identity/renew-invitation.server.ts";
import { environment, publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Send invitation again · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "invitations", "Invitations", [{ label: "Send again" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    sendsMail: environment().SMTP_URL !== undefined,
    invitation: await getInvitation(ctx, params.invitationId ?? ""),
  };
});

export const action = memberForm({
  input: RenewInvitationInput,
  run: renewInvitation,
  done: (_ctx, { email, token, expiresAt }) => ({
    shown: { email, expiresAt, link: `${publicUrl()}${paths.invitation(token)}` },
  }),
});

export default function InvitationRenewal() {
  const { org, zone, now, sendsMail, invitation } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { refused } = formState(answer);
  const back = paths.settings(org, "invitations");
  if (answer && "shown" in answer) {
    return (
      <SettingsPage part="invitations" title="Invitation sent again">
        <div className="max-w-[640px]">
          <InvitationLink shown={answer.shown} continueHref={back} {...{ sendsMail, now, zone }} />
        </div>
      </SettingsPage>
    );
  }
  return (
    <SettingsPage part="invitations" title={`Send the invitation of ${invitation.email} again?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.renewInvitation(org, invitation.id)}
          effects={[
            "Earlier links, mailed or handed over, stop working at once.",
            sendsMail
              ? "A mail with a new link goes out, and another link is shown to you once."
              : "A new link is shown to you once: no mail is sent here.",
            "It can be accepted for another 7 days.",
          ]}
          verb="Send again"
          icon="mail"
          cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
