import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listAlternatives } from "#app/domain/advisories/alternative-queries.server.ts";
import { listListedConcerns } from "#app/domain/advisories/listed-concern-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { getListing } from "#app/domain/registries/listing-queries.server.ts";
import { getIdentityTrust } from "#app/domain/trust/trust-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { ListingFacts } from "./listing-facts.tsx";
import { STANDING_LOOKS } from "./listing-look.ts";
import { requestOf } from "./listing-request.server.ts";

export const meta: MetaFunction = () => [{ title: "Listed server · Catalog · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => {
    const org = typeof data === "object" && data !== null && "org" in data ? String(data.org) : "";
    return [{ label: "Catalog", href: paths.listings(org) }, { label: "Listed server" }];
  },
};

export const loader = memberLoader(async (ctx, { params }) => {
  const found = await getListing(ctx, params.listingId ?? "");
  const alternatives = await listAlternatives(ctx, found);
  const concerns = await listListedConcerns(ctx, [found]);
  const trust = found.identity ? await getIdentityTrust(ctx, found.identity) : null;
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    found,
    alternatives,
    concerns: concerns[found.id],
    proven: trust?.score ?? null,
    request: requestOf(ctx.org.slug, found),
    mayRequest: can(ctx.actor, "request.create"),
  };
});

export default function Listing() {
  const { org, zone, now, found, alternatives, proven, concerns, request, mayRequest } =
    useLoaderData<typeof loader>();
  const isMalicious = concerns?.concerns.some((one) => one.isMalicious) ?? false;
  const isBound = found.status === "deleted" || found.status === "deprecated" || found.removedAt !== null;
  return (
    <>
      <PageHeader
        title={<SafeText text={found.title ?? found.name} limit={120} />}
        status={<Status look={STANDING_LOOKS[found.standing]} />}
        answer={
          found.description ? (
            <SafeText text={found.description} limit={600} />
          ) : (
            "The registry does not describe it."
          )
        }
        actions={
          <>
            {found.serverId ? (
              <ButtonLink href={paths.server(org, found.serverId)}>See it here</ButtonLink>
            ) : null}
            {mayRequest && request ? (
              <ButtonLink kind="primary" href={request} icon="send">
                Request
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {isMalicious ? (
        <div className="mb-4">
          <Banner kind="problem">An advisory says that this package is malicious. Do not run it.</Banner>
        </div>
      ) : isBound ? (
        <div className="mb-4">
          <Banner kind="warning">
            {found.removedAt
              ? "Its registry does not list it any more."
              : found.status === "deleted"
                ? "Its registry deleted it; that is mostly done for spam and malware."
                : "Its registry lists it as deprecated."}{" "}
            {found.statusMessage ? <SafeText text={found.statusMessage} limit={500} quoted /> : null}
          </Banner>
        </div>
      ) : null}
      {mayRequest && !request && found.standing !== "blocked" ? (
        <p className="hint mb-4">
          It cannot be asked for: none of the ways to start or reach it has an identity here.
        </p>
      ) : null}
      <ListingFacts org={org} concerns={concerns} found={found} proven={proven} now={now} zone={zone} />
      <Section
        title="Safer for the same purpose"
        intro="Listed servers whose words are alike, that are safer in something and worse in nothing that is known."
      >
        {alternatives.length === 0 ? (
          <p className="hint">None is known to be safer.</p>
        ) : (
          <ul className="grid gap-3">
            {alternatives.map(({ id, reasons, listing }) => (
              <li key={id}>
                <a className="link" href={paths.listing(org, id)}>
                  <SafeText text={listing.title ?? listing.name} limit={80} />
                </a>{" "}
                <span>{reasons.join(" ")}</span>{" "}
                <a className="link" href={`${paths.compareListings(org)}?id=${found.id}&id=${id}`}>
                  Compare<span className="sr-only"> with {listing.title ?? listing.name}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
