import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { grantLook } from "#app/ui/tones.ts";
import { GrantFacts } from "./grant-facts.tsx";
import { grantLoader } from "./grant-page.server.ts";
import { goneWords, grantCrumbs, grantedTools, holderName } from "./grant-words.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: data
      ? `${printableText(data.grant.server.identity)} for ${holderName(data.grant.holder)} · Grants · Castellan`
      : "Grants · Castellan",
  },
];
export const handle = { crumbs: (data: unknown) => grantCrumbs(data, "Grant") };
export const loader = grantLoader;

const MAY_USE = {
  active: "may use",
  scheduled: "may later use",
  suspended: "may not use, for now,",
  revoked: "could use",
  ended: "could use",
};

export default function GrantRoute() {
  const { org, zone, now, grant, isOwn, suspend, resume, revoke } = useLoaderData<typeof loader>();
  return (
    <div className="max-w-[800px]">
      <PageHeader
        title={
          <>
            Grant for{" "}
            <a href={paths.server(org, grant.server.id)} className="mono">
              {printableText(grant.server.identity)}
            </a>
          </>
        }
        status={<Status look={grantLook[grant.state]} detail={goneWords(grant)} />}
        answer={`${holderName(grant.holder)} ${MAY_USE[grant.state]} ${grantedTools(grant.tools)} in ${grant.environment}.`}
        actions={
          <>
            {resume === null ? (
              <form method="post" action={paths.grantStep(org, grant.id, "resumption")}>
                <Button>Resume grant</Button>
              </form>
            ) : null}
            {suspend === null ? (
              <ButtonLink href={paths.grantStep(org, grant.id, "suspension")} icon="circle-pause">
                Suspend…
              </ButtonLink>
            ) : null}
            {revoke === null ? (
              <ButtonLink
                href={paths.grantStep(org, grant.id, "revocation")}
                kind="danger-outline"
                icon="circle-slash"
              >
                {isOwn ? "Hand back…" : "Revoke…"}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {resume ? <p className="hint mb-4">{resume}</p> : null}
      <Section title="Terms" card>
        <GrantFacts org={org} zone={zone} now={now} grant={grant} />
      </Section>
      <Section title="Tools">
        {grant.tools ? (
          <ul className="grid gap-1 sm:grid-cols-2">
            {grant.tools.map((tool) => (
              <li key={tool}>
                <code className="wrap-anywhere">{printableText(tool)}</code>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted">
            Nobody had looked at the tools when this was approved: any tool is allowed until somebody looks;
            from then on calls are refused until it is approved again.
          </p>
        )}
      </Section>
    </div>
  );
}
