import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Forbidden } from "#app/domain/errors.ts";
import { RevokeDeviceInput } from "#app/domain/inventory/device-inputs.ts";
import { getDevice } from "#app/domain/inventory/device-queries.server.ts";
import { revokeDevice } from "#app/domain/inventory/revoke-device.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";

export const meta: MetaFunction = () => [{ title: "Revoke device · Devices · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "devices", "Devices", [{ label: "Revoke device" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  const device = await getDevice(ctx, params.deviceId ?? "");
  if (!can(ctx.actor, "device.enroll")) {
    throw new Forbidden(`You cannot revoke a device as ${ctx.actor.role}. Its person or security can.`);
  }
  return { org: ctx.org.slug, device };
});

export const action = memberForm({
  input: RevokeDeviceInput,
  run: revokeDevice,
  done: (ctx) => ({
    to: paths.settings(ctx.org.slug, "devices"),
    say: "Device revoked. Its key opens nothing any more.",
  }),
});

export default function DeviceRevocation() {
  const { org, device } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const back = paths.settings(org, "devices");
  return (
    <SettingsPage part="devices" title={`Revoke ${printableText(device.name)} of ${device.memberName}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {device.mayRevoke ? (
          <ConfirmForm
            action={paths.revokeDevice(org, device.id)}
            effects={[
              "Its reports and its questions about calls are refused from now on.",
              plural(device.installations, {
                zero: "Nothing stands on it in the inventory.",
                one: "# installation stays in the inventory as last reported and turns silent after seven days.",
                other:
                  "# installations stay in the inventory as last reported and turn silent after seven days.",
              }),
              "It can be enrolled again with a new code.",
            ]}
            verb="Revoke device"
            danger
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          />
        ) : (
          <p className="text-base">
            {device.revokedAt
              ? "This device's key was revoked already."
              : "Only its person, security or an admin can revoke it."}{" "}
            <ButtonLink href={back}>Back to devices</ButtonLink>
          </p>
        )}
      </div>
    </SettingsPage>
  );
}
