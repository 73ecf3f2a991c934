import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { OneMemberImportInput } from "#app/domain/identity/member-import-inputs.ts";
import { getMemberImport } from "#app/domain/identity/member-import-queries.server.ts";
import { withdrawMemberImport } from "#app/domain/identity/withdraw-member-import.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { peopleOf } from "./import-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Discard import · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => {
    const org = orgOf(data);
    const list = { label: "Import members", href: paths.memberImports(org) };
    return settingsCrumbs(org, "members", "Members", [list, { label: "Discard" }]);
  },
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  return { org: ctx.org.slug, found: await getMemberImport(ctx, params.importId ?? "") };
});

export const action = memberForm({
  input: OneMemberImportInput,
  run: withdrawMemberImport,
  done: (ctx) => ({ to: paths.memberImports(ctx.org.slug), say: "Import discarded." }),
});

export default function MemberImportWithdrawal() {
  const { org, found } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const runs = found.state === "running";
  return (
    <SettingsPage part="members" title={runs ? "Stop this import?" : "Discard this import?"}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        <ConfirmForm
          action={paths.withdrawMemberImport(org, found.id)}
          effects={[
            runs
              ? `Nobody further is invited. ${peopleOf(found.invited)} invited already can still accept.`
              : "Nobody is invited.",
            "The names and addresses of the file are forgotten at once.",
          ]}
          verb={runs ? "Stop import" : "Discard import"}
          danger
          cancel={<ButtonLink href={paths.memberImport(org, found.id)}>Cancel</ButtonLink>}
        />
      </div>
    </SettingsPage>
  );
}
