import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listFallbacks } from "#app/domain/identity/fallback-queries.server.ts";
import { RemoveMemberInput } from "#app/domain/identity/member-inputs.ts";
import { countOwners, getMember } from "#app/domain/identity/member-queries.server.ts";
import { whyNotRemove } from "#app/domain/identity/member-rules.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { getDeparture } from "#app/domain/requests/departure-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { departureEffects } from "./departure-words.ts";
import { FallbackField } from "./fallback-field.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Remove member · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "members", "Members", [{ label: "Remove member" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  const member = await getMember(ctx, params.memberId ?? "");
  const isSelf = member.id === ctx.actor.memberId;
  const owners = await countOwners(ctx);
  return {
    org: ctx.org.slug,
    member,
    you: ctx.actor.memberId,
    departure: await getDeparture(ctx, member.id),
    fallbacks: await listFallbacks(ctx, member.id),
    why: whyNotRemove({ actor: ctx.actor.role, role: member.role, isSelf, owners }),
  };
});

export const action = memberForm({
  input: RemoveMemberInput,
  run: removeMember,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "members"), say: "Member removed." }),
});

export default function MemberRemoval() {
  const { org, member, you, departure, fallbacks, why } = useLoaderData<typeof loader>();
  const { refused, error, value } = formState(useActionData<typeof action>());
  const back = paths.member(org, member.id);
  return (
    <SettingsPage part="members" title={`Remove ${member.name}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {why ? (
          <Banner kind="warning" action={<ButtonLink href={back}>Back</ButtonLink>}>
            {why}
          </Banner>
        ) : (
          <ConfirmForm
            action={paths.removeMember(org, member.id)}
            effects={departureEffects(departure, member.email)}
            verb="Remove member"
            danger
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          >
            <FallbackField
              fallbacks={fallbacks}
              chosen={value("fallbackId", you)}
              error={error("fallbackId")}
            />
          </ConfirmForm>
        )}
      </div>
    </SettingsPage>
  );
}
