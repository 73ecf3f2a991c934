import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Forbidden } from "#app/domain/errors.ts";
import { RenameDeviceInput } from "#app/domain/inventory/device-inputs.ts";
import { getDevice } from "#app/domain/inventory/device-queries.server.ts";
import { renameDevice } from "#app/domain/inventory/rename-device.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Rename device · Devices · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "devices", "Devices", [{ label: "Rename device" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  if (!can(ctx.actor, "device.enroll")) {
    throw new Forbidden(`You cannot rename a device as ${ctx.actor.role}. Its person or security can.`);
  }
  return { org: ctx.org.slug, device: await getDevice(ctx, params.deviceId ?? "") };
});

export const action = memberForm({
  input: RenameDeviceInput,
  run: renameDevice,
  done: (ctx) => ({ to: paths.settings(ctx.org.slug, "devices"), say: "Device renamed." }),
});

export default function DeviceName() {
  const { org, device } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const back = paths.settings(org, "devices");
  return (
    <SettingsPage
      part="devices"
      title={`Rename ${printableText(device.name)}`}
      answer={`A device of ${device.memberName}. Its key, its reports and its installations stay.`}
    >
      <div className="max-w-[640px]">
        {device.mayRevoke ? (
          <form method="post" className="grid gap-4">
            {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
            <TextInput
              id="name"
              name="name"
              label="Name"
              defaultValue={value("name", device.name)}
              error={error("name")}
              maxLength={128}
              required
            />
            <div className="action-bar">
              <Button kind="primary">Rename device</Button>
              <ButtonLink href={back}>Cancel</ButtonLink>
            </div>
          </form>
        ) : (
          <Banner kind="warning" action={<ButtonLink href={back}>Back to devices</ButtonLink>}>
            {device.revokedAt
              ? "This device was revoked, so its name stays."
              : "Only its person, security or an admin can rename it."}
          </Banner>
        )}
      </div>
    </SettingsPage>
  );
}
