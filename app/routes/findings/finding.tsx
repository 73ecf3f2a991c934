import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { acceptFinding } from "#app/domain/inventory/accept-finding.server.ts";
import { AcceptFindingInput, mayReach } from "#app/domain/inventory/acceptance-inputs.ts";
import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import { getCredentialAt } from "#app/domain/inventory/credential-queries.server.ts";
import { getFinding } from "#app/domain/inventory/finding-list-queries.server.ts";
import { RULE_WORDS } from "#app/domain/inventory/findings/rule-words.ts";
import { can } from "#app/domain/permissions.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { AcceptanceForm } from "./acceptance-form.tsx";
import { findingCrumbs } from "./finding-crumbs.ts";

export const meta: MetaFunction = () => [{ title: "Finding · Inventory · Castellan" }];
export const handle = { crumbs: (data: unknown) => findingCrumbs(data, "Finding") };

export const loader = memberLoader(async (ctx, { params }) => {
  const finding = await getFinding(ctx, params.findingId ?? "");
  const { deviceId, installationId, where } = finding;
  const isSecret = finding.rule === "literal-secret" || finding.rule === "secret-in-git";
  const mayRead = isSecret && installationId !== null && can(ctx.actor, "credential.read");
  const credentialId = mayRead ? await getCredentialAt(ctx, { deviceId, installationId, where }) : null;
  const mayAccept = can(ctx.actor, "finding.accept") && finding.resolvedAt === null;
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    finding,
    credentialId,
    mayAccept,
    onlyOne: !mayReach(finding.rule, "server"),
  };
});

export const action = memberForm({
  input: AcceptFindingInput,
  run: acceptFinding,
  done: (ctx, _, { params }) => ({
    to: paths.finding(ctx.org.slug, params.findingId ?? ""),
    say: "Accepted. It counts as open again when its day has come.",
  }),
});

const REACH = {
  finding: "This finding, as it is now",
  installation: "This rule on the whole installation",
  server: "This rule on every installation of the server",
} as const;

function CredentialLink({ org, id }: { org: string; id: string }) {
  return (
    <a className="link" href={paths.credential(org, id)}>
      Where else it stands, and how it is revoked
    </a>
  );
}

export default function Finding() {
  const { org, zone, now, finding, credentialId, mayAccept, onlyOne } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const { acceptance } = finding;
  const words = RULE_WORDS[finding.rule];
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  return (
    <>
      <PageHeader
        title={words.title}
        status={<RiskBadge risk={finding.severity} />}
        facts={[
          <code key="where">{finding.where}</code>,
          <>first seen {time(finding.firstSeenAt)}</>,
          ...(finding.resolvedAt ? [<>gone {time(finding.resolvedAt)}</>] : []),
        ]}
        answer={<SafeText text={finding.sentence} />}
        actions={
          finding.installationId === null ? (
            <ButtonLink href={`${paths.settings(org, "devices")}?show=silent`}>
              Show silent devices
            </ButtonLink>
          ) : (
            <ButtonLink href={paths.installation(org, finding.installationId)}>Show installation</ButtonLink>
          )
        }
      />
      <Section title="What it means">
        <p className="max-w-[72ch]">{words.why}</p>
        <p className="mt-2 max-w-[72ch]">
          <SafeText text={finding.remedy} />
        </p>
      </Section>
      <Section title="Where it stands">
        <DescriptionList
          items={[
            ...(finding.identity === null
              ? []
              : [{ term: "Server", value: printableText(finding.identity) }]),
            { term: "Person", value: printableText(finding.memberName) },
            { term: "Device", value: printableText(finding.deviceName) },
            ...(finding.client === null ? [] : [{ term: "Client", value: CLIENT_NAMES[finding.client] }]),
            ...(credentialId === null
              ? []
              : [{ term: "Credential", value: <CredentialLink org={org} id={credentialId} /> }]),
          ]}
        />
      </Section>
      {acceptance ? (
        <Section title="Accepted">
          <DescriptionList
            items={[
              { term: "By", value: printableText(acceptance.by) },
              { term: "Reason", value: <SafeText text={acceptance.reason} /> },
              { term: "Covers", value: REACH[acceptance.reach] },
              { term: "Since", value: time(acceptance.acceptedAt) },
              {
                term: "Until",
                value: <RelativeTime at={acceptance.endsAt} now={now} zone={zone} exact />,
              },
            ]}
          />
          {mayAccept ? (
            <p className="mt-3">
              <ButtonLink href={paths.acceptanceWithdrawal(org, finding.id)}>
                Withdraw the acceptance
              </ButtonLink>
            </p>
          ) : null}
        </Section>
      ) : mayAccept ? (
        <Section
          title="Accept it"
          intro="When it has to stay for now. It does not count as open until the day you choose."
        >
          <AcceptanceForm form={form} reaches={onlyOne ? null : REACH} />
        </Section>
      ) : null}
    </>
  );
}
