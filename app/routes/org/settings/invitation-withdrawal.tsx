import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RevokeInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { getInvitation } from "#app/domain/identity/invitation-queries.server.ts";
import { revokeInvitation } from "#app/domain/identity/revoke-invitation.server.ts";
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

export const meta: MetaFunction = () => [{ title: "Withdraw invitation · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "invitations", "Invitations", [{ label: "Withdraw invitation" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  return { org: ctx.org.slug, invitation: await getInvitation(ctx, params.invitationId ?? "") };
});

export const action = memberForm({
  input: RevokeInvitationInput,
  run: revokeInvitation,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "invitations"), say: "Invitation withdrawn." }),
});

export default function InvitationWithdrawal() {
  const { org, invitation } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="invitations" title={`Withdraw the invitation of ${invitation.email}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.withdrawInvitation(org, invitation.id)}
          effects={["The link stops working at once.", "You can invite the person again with a new link."]}
          verb="Withdraw invitation"
          danger
          cancel={<ButtonLink href={paths.settings(org, "invitations")}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
