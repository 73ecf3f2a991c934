import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { endEverybodysSessions } from "#app/domain/identity/end-everybodys-sessions.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { plural } from "#app/ui/plural.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "End everybody's sessions · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "members", "Members", [{ label: "End everybody's sessions" }]),
};

export const loader = memberLoader(async (ctx) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  return { org: ctx.org.slug, name: ctx.org.name, isOwner: ctx.actor.role === "owner" };
});

export const action = memberForm({
  input: z.strictObject({}),
  run: (ctx) => endEverybodysSessions(ctx),
  done: (ctx, { members }) => ({
    to: paths.settings(ctx.org.slug, "members"),
    say: plural(members, {
      zero: "There was nobody else whose sessions you could end.",
      one: "The sessions of one other member ended here.",
      other: "The sessions of # members ended here.",
    }),
  }),
});

export default function SessionEnd() {
  const { org, name, isOwner } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  return (
    <SettingsPage part="members" title="End everybody's sessions?">
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.endEverybodysSessions(org)}
          effects={[
            `No browser of another member opens ${name} again before they have proven who they are.`,
            isOwner ? "Yours goes on." : "Yours and those of owners go on.",
            "What people are typing now is kept and comes back after the proof.",
            "API keys and devices go on: revoke those on their own.",
            "Other organizations of theirs see nothing of this.",
          ]}
          verb="End everybody's sessions"
          danger
          cancel={<ButtonLink href={paths.settings(org, "members")}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
