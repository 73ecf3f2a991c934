import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listFallbacks } from "#app/domain/identity/fallback-queries.server.ts";
import { leaveOrganization } from "#app/domain/identity/leave-organization.server.ts";
import { LeaveOrganizationInput } from "#app/domain/identity/member-inputs.ts";
import { countOwners } from "#app/domain/identity/member-queries.server.ts";
import { whyNotLeave } from "#app/domain/identity/member-rules.ts";
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

export const meta: MetaFunction = () => [{ title: "Leave organization · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "organization", "Organization", [{ label: "Leave organization" }]),
};

export const loader = memberLoader(async (ctx) => {
  const { memberId, role } = ctx.actor;
  return {
    org: ctx.org.slug,
    name: ctx.org.name,
    email: ctx.account.email,
    departure: await getDeparture(ctx, memberId),
    fallbacks: await listFallbacks(ctx, memberId),
    why: whyNotLeave({ role, owners: await countOwners(ctx) }),
  };
});

export const action = memberForm({
  input: LeaveOrganizationInput,
  run: leaveOrganization,
  done: () => ({ to: "/" }),
});

export default function LeaveOrganization() {
  const { org, name, email, departure, fallbacks, why } = useLoaderData<typeof loader>();
  const { refused, error, value } = formState(useActionData<typeof action>());
  const back = paths.settings(org);
  const owner = fallbacks.find((one) => one.role === "owner") ?? fallbacks[0];
  return (
    <SettingsPage part="organization" title={`Leave ${name}?`}>
      <div className="grid max-w-[640px] gap-4">
        {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
        {why ? (
          <Banner kind="warning" action={<ButtonLink href={back}>Back</ButtonLink>}>
            {why}
          </Banner>
        ) : (
          <ConfirmForm
            action={paths.leave(org)}
            effects={departureEffects(departure, email)}
            verb="Leave organization"
            danger
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          >
            <FallbackField
              fallbacks={fallbacks}
              chosen={value("fallbackId", owner?.id ?? "")}
              error={error("fallbackId")}
            />
          </ConfirmForm>
        )}
      </div>
    </SettingsPage>
  );
}
