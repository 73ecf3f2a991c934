import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { createEnrollmentCode } from "#app/domain/inventory/create-enrollment-code.server.ts";
import { listDevices, listSilentDevices } from "#app/domain/inventory/device-queries.server.ts";
import { findTeamsInSight } from "#app/domain/overview/team-sight.server.ts";
import { can } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { CommandLine } from "#app/routes/inventory/ways-in.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { SecretOnce } from "#app/ui/secret-once.tsx";
import { Section } from "#app/ui/section.tsx";
import { DeviceFilter } from "./device-filter.tsx";
import { DeviceTable } from "./device-table.tsx";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Devices · Settings · Castellan" }];
export const handle = { crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "devices", "Devices") };

export const loader = memberLoader(async (ctx, { url, collector }) => {
  refuseHiddenPart(ctx.actor.role, "devices");
  const cursor = z.uuid().safeParse(url.searchParams.get("cursor")).data;
  const silent = url.searchParams.get("show") === "silent";
  const { rows, nextCursor } = await (silent ? listSilentDevices : listDevices)(ctx, { limit: 50, cursor });
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    you: ctx.actor.memberId,
    rows,
    nextCursor,
    silent,
    mayEnroll: can(ctx.actor, "device.enroll"),
    seesOthers: can(ctx.actor, "inventory.read_teams") || (await findTeamsInSight(ctx)).leads,
    address: publicUrl(),
    sha256: collector.sha256,
  };
});

export const action = memberForm({
  input: z.object({}),
  run: createEnrollmentCode,
  done: (_ctx, { code }) => ({ shown: { code } }),
});

export default function Devices() {
  const shown = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { refused } = formState(answer);
  const [params] = useSearchParams();
  const here = paths.settings(shown.org, "devices");
  const list = shown.silent ? `${here}?show=silent` : here;
  const code = answer && "shown" in answer ? answer.shown.code : undefined;
  return (
    <SettingsPage
      part="devices"
      title="Devices"
      answer="A device reports which servers are in the client files of its person."
      actions={
        shown.mayEnroll ? (
          <>
            <ButtonLink href={paths.scan(shown.org)}>Paste a file</ButtonLink>
            {code ? null : (
              <form method="post">
                <Button kind="primary" icon="plus">
                  Get an enrollment code
                </Button>
              </form>
            )}
          </>
        ) : undefined
      }
    >
      {shown.rows.length > 0 || shown.silent ? <DeviceFilter {...shown} here={here} /> : null}
      {refused ? <ErrorSummary title={refused.sentence} errors={[]} /> : null}
      {code ? (
        <Section title="Enroll a device">
          <SecretOnce id="code" label="Enrollment code" secret={code} continueHref={here}>
            <p className="text-base">It enrolls one device of yours, once, within ten minutes.</p>
            <CommandLine address={shown.address} sha256={shown.sha256} code={code} />
          </SecretOnce>
        </Section>
      ) : null}
      {shown.rows.length > 0 ? (
        <>
          <DeviceTable {...shown} />
          <nav aria-label="Pages" className="table-foot">
            {params.has("cursor") ? <ButtonLink href={list}>First devices</ButtonLink> : null}
            {shown.nextCursor ? (
              <ButtonLink href={`${list}${shown.silent ? "&" : "?"}cursor=${shown.nextCursor}`}>
                More devices
              </ButtonLink>
            ) : null}
          </nav>
        </>
      ) : shown.silent ? (
        <EmptyState
          kind="no-match"
          title="No device is silent"
          action={<ButtonLink href={here}>Show all devices</ButtonLink>}
        />
      ) : (
        <EmptyState
          kind="nothing-yet"
          title={shown.seesOthers ? "No device has reported yet" : "You have no device here yet"}
          action={
            code || !shown.mayEnroll ? undefined : (
              <CommandLine address={shown.address} sha256={shown.sha256} />
            )
          }
        >
          {!shown.mayEnroll
            ? "Members add their devices."
            : code
              ? "It appears here as soon as the commands above have run on it."
              : "Get an enrollment code above, then run this on the machine; it asks for the code."}
        </EmptyState>
      )}
    </SettingsPage>
  );
}
