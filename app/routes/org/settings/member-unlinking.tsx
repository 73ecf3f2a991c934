import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getMember } from "#app/domain/identity/member-queries.server.ts";
import { UnlinkOpenidInput } from "#app/domain/identity/openid-inputs.ts";
import { findOpenidLink } from "#app/domain/identity/openid-queries.server.ts";
import { unlinkOpenid } from "#app/domain/identity/unlink-openid.server.ts";
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

export const meta: MetaFunction = () => [{ title: "Unlink from the provider · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "members", "Members", [{ label: "Unlink" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "sign-in");
  const member = await getMember(ctx, params.memberId ?? "");
  return { org: ctx.org.slug, member, link: await findOpenidLink(ctx, member.id) };
});

export const action = memberForm({
  input: UnlinkOpenidInput,
  run: unlinkOpenid,
  done: (ctx, { memberId }) => ({ to: paths.member(ctx.org.slug, memberId), say: "Unlinked." }),
});

export default function MemberUnlinking() {
  const { org, member, link } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const back = paths.member(org, member.id);
  if (!link) {
    return (
      <SettingsPage
        part="members"
        title={`${member.name} is not linked`}
        answer="No provider vouches for this member, so there is nothing to unlink."
      >
        <ButtonLink href={back}>Back to {member.name}</ButtonLink>
      </SettingsPage>
    );
  }
  const host = new URL(link.issuer).host;
  return (
    <SettingsPage part="members" title={`Unlink ${member.name} from ${host}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.unlinkOpenid(org, member.id)}
          effects={[
            `Sessions they opened through ${host} stop here at once.`,
            `Whoever comes through ${host} next with the address ${member.email} is linked to this member. Look first at whose it is there.`,
            "Somebody with a password or passkey of their own proves it once before they are linked.",
            "They stay a member, with their role, teams, keys and grants.",
          ]}
          verb="Unlink"
          danger
          cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
