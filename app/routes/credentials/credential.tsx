import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import {
  getCredential,
  listCredentialEvents,
  listCredentialPlaces,
} from "#app/domain/inventory/credential-queries.server.ts";
import { PROVIDERS } from "#app/domain/inventory/credential-words.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf, numberedPage } from "../org/settings/numbered-page.ts";
import { CredentialHistory } from "./credential-history.tsx";
import { CredentialPlaces } from "./credential-places.tsx";
import { CREDENTIAL_ANSWERS, credentialLook, KNOWN_BY, kindTitle } from "./credential-words.ts";

const MOST_EVENTS = 50;

export const meta: MetaFunction = () => [{ title: "Credential · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => {
    const org = typeof data === "object" && data && "org" in data ? String(data.org) : "";
    return [{ label: "Credentials", href: paths.credentials(org) }, { label: "Credential" }];
  },
};

export const loader = memberLoader(async (ctx, { params, url }) => {
  const credential = await getCredential(ctx, params.credentialId ?? "");
  const page = numberedPage(url);
  const places = await listCredentialPlaces(ctx, credential.id, { ...page, past: false });
  const events = await listCredentialEvents(ctx, credential.id, { page: 1, perPage: MOST_EVENTS });
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, credential, page, places, events };
});

export default function Credential() {
  const { org, zone, now, credential, page, places, events } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const { kind, kindFrom, provider, state, revocation, isCompared, installations, endedAt } = credential;
  const account = places.rows.find((row) => row.account !== null)?.account;
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  const items = [
    { term: "Provider", value: provider ? PROVIDERS[provider].name : "Not known" },
    { term: "Known by", value: KNOWN_BY[kindFrom] },
    ...(account ? [{ term: "Account", value: printableText(account) }] : []),
    {
      term: revocation.by === "interface" ? "Could be revoked through" : "Revoked by hand",
      value: revocation.how,
    },
    { term: "First seen", value: time(credential.firstSeenAt) },
    { term: "Last seen", value: time(credential.lastSeenAt) },
    ...(endedAt ? [{ term: "In no configuration since", value: time(endedAt) }] : []),
  ];
  return (
    <>
      <PageHeader
        title={kindTitle(kind)}
        status={<Status look={credentialLook[state]} />}
        answer={CREDENTIAL_ANSWERS[state]}
        actions={<ButtonLink href={paths.credentials(org)}>All credentials</ButtonLink>}
      />
      <Section title="What it is">
        <DescriptionList items={items} />
      </Section>
      <Section title="Where it stands" intro={introOf(places.total, installations, isCompared)}>
        {places.rows.length === 0 ? null : (
          <>
            <CredentialPlaces org={org} zone={zone} now={now} rows={places.rows} />
            <TableFoot
              {...footOf(
                { ...page, total: places.total, shown: places.rows.length },
                params.toString(),
                paths.credential(org, credential.id),
              )}
            />
          </>
        )}
      </Section>
      <Section
        title="History"
        intro={
          events.total > events.rows.length
            ? `The latest ${events.rows.length} of ${events.total}.`
            : undefined
        }
      >
        <CredentialHistory org={org} zone={zone} now={now} events={events.rows} />
      </Section>
    </>
  );
}

function introOf(total: number, installations: number, isCompared: boolean): string {
  if (total === 0)
    return plural(installations, {
      one: "Nowhere that was reported. # installation held it.",
      other: "Nowhere that was reported. # installations held it.",
    });
  if (!isCompared)
    return "No fingerprint was reported with it: whether the same secret stands elsewhere is not known.";
  return plural(total, { one: "# installation holds it.", other: "# installations hold it." });
}
