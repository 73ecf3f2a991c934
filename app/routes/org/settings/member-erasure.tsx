import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EraseMemberInput } from "#app/domain/identity/member-inputs.ts";
import { eraseMember } from "#app/domain/keeping/erase-member.server.ts";
import { getErasure } from "#app/domain/keeping/erasure-queries.server.ts";
import { ERASED_NOUNS, LEFT_BY_ERASING } from "#app/domain/keeping/erasure-words.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { plural } from "#app/ui/plural.ts";
import { Section } from "#app/ui/section.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Erase person · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "members", "Members", [{ label: "Erase person" }]),
};

export const loader = memberLoader(async (ctx, { params }) => ({
  org: ctx.org.slug,
  ...(await getErasure(ctx, params.memberId ?? "")),
}));

export const action = memberForm({
  input: EraseMemberInput,
  run: eraseMember,
  done: (ctx) => ({ to: paths.formerMembers(ctx.org.slug), say: "Erased." }),
});

export default function MemberErasure() {
  const { org, id, name, email, why, kinds } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const back = paths.formerMembers(org);
  return (
    <SettingsPage part="members" title={`Erase ${name}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {why ? (
          <Banner kind="warning" action={<ButtonLink href={back}>People who left</ButtonLink>}>
            {why}
          </Banner>
        ) : (
          <>
            <Section title="What stays">
              <ul className="grid list-disc gap-1 ps-4 text-base">
                {LEFT_BY_ERASING.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </Section>
            <Section title="What goes, for good">
              <ConfirmForm
                action={paths.eraseMember(org, id)}
                effects={[
                  `The name ${name} and the address ${email}, wherever this organization keeps them.`,
                  ...kinds.map(({ what, rows }) => plural(rows, ERASED_NOUNS[what])),
                  "It cannot be undone, and you are asked to prove that it is you.",
                ]}
                verb="Erase person"
                danger
                cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
              />
            </Section>
          </>
        )}
      </div>
    </SettingsPage>
  );
}
