import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import { SetInstallationEnvironmentInput } from "#app/domain/inventory/installation-inputs.ts";
import { getInstallation } from "#app/domain/inventory/installation-queries.server.ts";
import { setInstallationEnvironment } from "#app/domain/inventory/set-installation-environment.server.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { DetailLayout } from "#app/ui/layout/detail-layout.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { presenceLook, standingLook } from "#app/ui/tones.ts";
import { InstallationFacts } from "./installation-facts.tsx";
import { InstallationFindings } from "./installation-findings.tsx";
import { InstallationGrants } from "./installation-grants.tsx";
import { InstallationLaunch } from "./installation-launch.tsx";
import { inventoryCrumbs } from "./inventory-crumbs.ts";
import { standingReason } from "./standing-reason.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.installation.identity ?? "Installation"} · Inventory · Castellan` },
];
export const handle = { crumbs: (data: unknown) => inventoryCrumbs(data, "Installation") };

export const loader = memberLoader(async (ctx, { params }) => {
  const installation = await getInstallation(ctx, params.installationId ?? "");
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    installation,
    isMine: installation.memberId === ctx.actor.memberId,
    maySetEnvironment: can(ctx.actor, "inventory.set_environment"),
    mayRequest: can(ctx.actor, "request.create"),
  };
});

export const action = memberForm({
  input: SetInstallationEnvironmentInput,
  run: setInstallationEnvironment,
  done: (ctx, { installationId, environment }) => ({
    to: paths.installation(ctx.org.slug, installationId),
    say: `This installation is in ${environment} now. Grants for ${environment} decide its calls.`,
  }),
});

export default function Installation() {
  const { org, zone, now, installation, ...may } = useLoaderData<typeof loader>();
  const { refused, error, value } = formState(useActionData<typeof action>());
  const { standing, presence, file } = installation;
  const asks = may.isMine && may.mayRequest && standing !== "approved" && standing !== "blocked";
  const who = may.isMine ? "you" : installation.memberName;
  const needsApproval = standing !== "approved";
  return (
    <>
      <PageHeader
        title={printableText(installation.identity)}
        mono
        status={
          <>
            <Status look={standingLook[standing]} />
            {presence === "present" ? null : <Status look={presenceLook[presence]} />}
          </>
        }
        facts={[
          who,
          `${CLIENT_NAMES[installation.client]} on ${printableText(installation.deviceName)}`,
          <>
            last seen <RelativeTime at={installation.lastSeenAt} now={now} zone={zone} />
          </>,
        ]}
        answer={standingReason({ ...installation, isMine: may.isMine })}
        actions={
          <>
            <ButtonLink href={paths.server(org, installation.serverId)}>Show server</ButtonLink>
            {asks ? (
              <ButtonLink kind="primary" href={`${paths.newRequest(org)}?installation=${installation.id}`}>
                Request access
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {refused ? <Banner kind="problem">{refused.sentence}</Banner> : null}
      {file?.outcome === "could_not_look" ? (
        <div className="mb-4">
          <Banner kind="unknown">
            Could not look into its file <RelativeTime at={file.lookedAt} now={now} zone={zone} />:{" "}
            {printableText(file.problem ?? "")} What is shown here is what it held before.
          </Banner>
        </div>
      ) : null}
      <DetailLayout
        asideLabel="Facts"
        aside={<InstallationFacts installation={installation} now={now} zone={zone} />}
      >
        <Section title="Findings">
          <InstallationFindings
            org={org}
            findings={installation.findings}
            lookedAt={file?.lookedAt ?? null}
            now={now}
            zone={zone}
          />
        </Section>
        <Section title="Launch" intro="As reported by the device. Secrets were removed there.">
          <InstallationLaunch launch={installation.launch} drift={installation.drift} />
        </Section>
        <Section
          title="Grants"
          intro={`For this person in ${installation.environment}, their own and their teams'.`}
        >
          <InstallationGrants
            org={org}
            grants={installation.grants}
            now={now}
            zone={zone}
            missing={needsApproval}
          />
        </Section>
        {may.maySetEnvironment ? (
          <Section title="Environment" intro="Its calls are decided by grants for this environment.">
            <form method="post" className="flex flex-wrap items-end gap-3">
              <Select
                id="environment"
                name="environment"
                label="Runs in"
                defaultValue={value("environment", installation.environment)}
                error={error("environment")}
                options={ENVIRONMENTS.map((name) => ({ value: name, label: name }))}
              />
              <Button>Set environment</Button>
            </form>
          </Section>
        ) : null}
      </DetailLayout>
    </>
  );
}
