import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { CreateInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { type InvitationRow, listInvitations } from "#app/domain/identity/invitation-queries.server.ts";
import { listTeams } from "#app/domain/identity/team-queries.server.ts";
import { publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SecretOnce } from "#app/ui/secret-once.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { keyLook } from "#app/ui/tones.ts";
import { InvitationForm } from "./invitation-form.tsx";
import { footOf, numberedPage } from "./numbered-page.ts";
import { ROLE_LABELS } from "./role-words.ts";
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
  const { org, zone, now, rows, total, page, newId, mayMakeOwners, teams } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { search } = useLocation();
  const here = paths.settings(org, "invitations");
  const columns: Column<InvitationRow>[] = [
    { key: "email", head: "Invited", cell: (row) => `${row.name} (${row.email})` },
    {
      key: "state",
      head: "State",
      phone: "status",
      cell: (row) => <Status look={row.state === "pending" ? keyLook.pending : keyLook.ended} quiet />,
    },
    { key: "role", head: "Role", phone: "fact", cell: (row) => ROLE_LABELS[row.role] },
    { key: "by", head: "By", muted: true, cell: (row) => row.invitedBy?.name ?? "The operator" },
    {
      key: "ends",
      head: "Link ends",
      phone: "fact",
      cell: (row) => <RelativeTime at={row.expiresAt} now={now} zone={zone} exact />,
    },
    {
      key: "actions",
      head: "Actions",
      width: "fit",
      phone: "fact",
      cell: (row) => (
        <a
          href={paths.withdrawInvitation(org, row.id)}
          className="btn btn-quiet"
          aria-label={`Withdraw the invitation of ${row.email}…`}
        >
          Withdraw…
        </a>
      ),
    },
  ];
  return (
    <SettingsPage
      part="invitations"
      title="Invitations"
      answer="Castellan sends no mail: send the link to the person yourself. It works once, for 7 days."
    >
      <div className="mb-8 max-w-[640px]">
        {answer && "shown" in answer ? (
          <SecretOnce
            id="link"
            label={`Link for ${answer.shown.email}`}
            secret={answer.shown.link}
            continueHref={here}
          >
            <p className="hint">
              Whoever opens it first joins as that person. It ends{" "}
              <RelativeTime at={answer.shown.expiresAt} now={now} zone={zone} exact />.
            </p>
          </SecretOnce>
        ) : (
          <Section title="Invite somebody">
            <InvitationForm answer={answer} newId={newId} teams={teams} mayMakeOwners={mayMakeOwners} />
          </Section>
        )}
      </div>
      {total === 0 ? (
        <p className="hint">No invitation is open.</p>
      ) : (
        <Section title="Open invitations">
          <DataTable
            caption="Invitations that were not accepted yet"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
          />
          <TableFoot {...footOf({ ...page, total, shown: rows.length }, search, here)} />
        </Section>
      )}
    </SettingsPage>
  );
}
