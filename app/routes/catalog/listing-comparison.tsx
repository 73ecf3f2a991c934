import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listListedConcerns } from "#app/domain/advisories/listed-concern-queries.server.ts";
import { can } from "#app/domain/permissions.ts";
import { listListingDetails } from "#app/domain/registries/listing-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { listingFacts } from "./listing-facts.tsx";
import { STANDING_LOOKS } from "./listing-look.ts";
import { requestOf } from "./listing-request.server.ts";

const MOST = 3;

export const meta: MetaFunction = () => [{ title: "Compare listed servers · Catalog · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => {
    const org = typeof data === "object" && data !== null && "org" in data ? String(data.org) : "";
    return [{ label: "Catalog", href: paths.listings(org) }, { label: "Compare" }];
  },
};

export const loader = memberLoader(async (ctx, { url }) => {
  const asked = url.searchParams.getAll("id").filter((id) => z.uuid().safeParse(id).success);
  const found = await listListingDetails(ctx, [...new Set(asked)].slice(0, MOST));
  const concerns = await listListedConcerns(ctx, found);
  const compared = found.map((one) => ({
    found: one,
    concerns: concerns[one.id],
    proven: one.trust,
    request: requestOf(ctx.org.slug, one),
  }));
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    compared,
    isMore: asked.length > MOST,
    mayRequest: can(ctx.actor, "request.create"),
  };
});

export default function ListingComparison() {
  const { org, zone, now, compared, isMore, mayRequest } = useLoaderData<typeof loader>();
  const columns = compared.map((one) => listingFacts({ ...one, org, now, zone }));
  const [first = []] = columns;
  if (compared.length < 2) {
    return (
      <>
        <PageHeader title="Compare listed servers" />
        <EmptyState
          kind="nothing-yet"
          title="Choose two or three servers"
          action={<ButtonLink href={paths.listings(org)}>Choose in the catalog</ButtonLink>}
        >
          Tick them in the list and compare.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Compare listed servers"
        answer={isMore ? "The first three of those you chose." : "What registries say of each, side by side."}
      />
      <section className="table-frame" aria-label="Comparison">
        <table className="table side-by-side">
          <caption>What registries say of each server</caption>
          <thead>
            <tr>
              <th scope="col">Fact</th>
              {compared.map(({ found }) => (
                <th key={found.id} scope="col">
                  <a className="link" href={paths.listing(org, found.id)}>
                    <SafeText text={found.title ?? found.name} limit={60} />
                  </a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Here</th>
              {compared.map(({ found }) => (
                <td key={found.id} className="wrap-anywhere">
                  <OfWhom found={found} />
                  <Status look={STANDING_LOOKS[found.standing]} quiet />
                </td>
              ))}
            </tr>
            {first.map(({ term }, row) => (
              <tr key={term}>
                <th scope="row">{term}</th>
                {columns.map((facts, at) => (
                  <td key={compared[at]?.found.id} className="wrap-anywhere">
                    <OfWhom found={compared[at]?.found} />
                    <div>{facts[row]?.value}</div>
                  </td>
                ))}
              </tr>
            ))}
            {mayRequest ? (
              <tr>
                <th scope="row">Request</th>
                {compared.map(({ found, request }) => (
                  <td key={found.id}>
                    <OfWhom found={found} />
                    <RequestLink name={found.name} href={request} />
                  </td>
                ))}
              </tr>
            ) : null}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** Whose value it is, where the head of the column is not seen. A name is a registry's own text. */
function OfWhom({ found }: { found: { name: string; title: string | null } | undefined }) {
  if (!found) return null;
  return (
    <span className="block text-muted md:hidden">
      <SafeText text={found.title ?? found.name} limit={60} />
    </span>
  );
}

function RequestLink({ name, href }: { name: string; href: string | null }) {
  if (href === null) return <span className="text-muted">Cannot be asked for</span>;
  return (
    <ButtonLink href={href} icon="send">
      Request<span className="sr-only"> {printableText(name)}</span>
    </ButtonLink>
  );
}
