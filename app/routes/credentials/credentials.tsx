import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { CredentialFilter } from "#app/domain/inventory/credential-filters.ts";
import { listCredentials } from "#app/domain/inventory/credential-queries.server.ts";
import { PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf } from "../org/settings/numbered-page.ts";
import { CredentialFilterBar } from "./credential-filter-bar.tsx";
import { CredentialTable } from "./credential-table.tsx";

export const meta: MetaFunction = () => [{ title: "Credentials · Castellan" }];
export const handle = { crumbs: () => [{ label: "Credentials" }] };

export const loader = memberLoader(async (ctx, { url }) => {
  const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ""));
  const filter = CredentialFilter.parse(given);
  const choice = PageChoice.parse(given);
  const found = await listCredentials(ctx, filter, choice);
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, filter, choice, ...found };
});

export default function Credentials() {
  const { org, zone, now, filter, choice, rows, total, unread } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const base = paths.credentials(org);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageHeader
        title="Credentials"
        answer="Every secret found in a configuration or named by one, and those that left: they may work until they are revoked. Only the kind and a fingerprint are kept, never a value."
      />
      {unread > 0 ? (
        <div className="mb-3">
          <Banner kind="info">
            {plural(unread, {
              one: "What # device reported before there was this list is still being read for it.",
              other: "What # devices reported before there was this list is still being read for it.",
            })}
          </Banner>
        </div>
      ) : null}
      <CredentialFilterBar base={base} filter={filter} total={total} />
      {total === 0 ? (
        <EmptyState
          kind={isFiltered ? "no-match" : "nothing-yet"}
          title={isFiltered ? "No such credential" : "No credential seen yet"}
          action={isFiltered ? <ButtonLink href={base}>Show all credentials</ButtonLink> : undefined}
        >
          {isFiltered
            ? "Nothing that was ever reported is of this kind."
            : "What a scan finds in the files of clients is listed here."}
        </EmptyState>
      ) : (
        <>
          <CredentialTable org={org} zone={zone} now={now} rows={rows} />
          <TableFoot {...footOf({ ...choice, total, shown: rows.length }, params.toString(), base)} />
        </>
      )}
    </>
  );
}
