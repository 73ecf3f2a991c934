import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { CreateInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { listInvitations } from "#app/domain/identity/invitation-queries.server.ts";
import { listTeams } from "#app/domain/identity/team-queries.server.ts";
import { environment, publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Section } from "#app/ui/section.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { InvitationForm } from "./invitation-form.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import { InvitationTable } from "./invitation-table.tsx";
import { footOf, numberedPage } from "./numbered-page.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Invitations · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "invitations", "Invitations"),
};

const MOST_TEAMS = 50;

export const loader = memberLoader(async (ctx, { url }) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  const page = numberedPage(url);
  const { rows, total } = await listInvitations(ctx, page);
  const teams = await listTeams(ctx, { page: 1, perPage: MOST_TEAMS });
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    sendsMail: environment().SMTP_URL !== undefined,
    rows,
    total,
    page,
    newId: uuidv7(),
    mayMakeOwners: ctx.actor.role === "owner",
    teams: teams.rows.map(({ id, name }) => ({ value: id, label: name })),
  };
});

export const action = memberForm({
  input: CreateInvitationInput,
  run: createInvitation,
  done: (_ctx, { email, token, expiresAt }) => ({
    shown: { email, expiresAt, link: `${publicUrl()}${paths.invitation(token)}` },
  }),
});

export default function Invitations() {
  const { org, zone, now, sendsMail, rows, total, page, ...form } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { search } = useLocation();
  const here = paths.settings(org, "invitations");
  return (
    <SettingsPage
      part="invitations"
      title="Invitations"
      answer={
        sendsMail
          ? "Everybody invited gets a mail with a link. It works once, for 7 days."
          : "Mail is not set up here: send the link to the person yourself. It works once, for 7 days."
      }
    >
      <div className="mb-8 max-w-[640px]">
        {answer && "shown" in answer ? (
          <InvitationLink shown={answer.shown} continueHref={here} {...{ sendsMail, now, zone }} />
        ) : (
          <Section title="Invite somebody">
            <InvitationForm answer={answer} {...form} />
          </Section>
        )}
      </div>
      {total === 0 ? (
        <p className="hint">No invitation is open.</p>
      ) : (
        <Section title="Open invitations">
          <InvitationTable rows={rows} org={org} now={now} zone={zone} />
          <TableFoot {...footOf({ ...page, total, shown: rows.length }, search, here)} />
        </Section>
      )}
    </SettingsPage>
  );
}
