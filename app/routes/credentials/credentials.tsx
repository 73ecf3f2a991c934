import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { CredentialFilter, listCredentials } from "#app/domain/inventory/credential-queries.server.ts";
import { CREDENTIAL_STATES, PROVIDER_IDS, PROVIDERS } from "#app/domain/inventory/credential-words.ts";
import { PageChoice } from "#app/domain/inventory/inventory-filters.ts";
import { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { choiceOf } from "#app/ui/table/filter-choice.ts";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { footOf } from "../org/settings/numbered-page.ts";
import { CredentialDetail } from "./credential-detail.tsx";
import { CredentialTable } from "./credential-table.tsx";
import { credentialLook, kindTitle } from "./credential-words.ts";

export const meta: MetaFunction = () => [{ title: "Credentials · Castellan" }];
export const handle = { crumbs: () => [{ label: "Credentials" }] };

export const loader = memberLoader(async (ctx, { url }) => {
  const given = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ""));
  const filter = CredentialFilter.parse(given);
  const choice = PageChoice.parse(given);
  const { page, perPage } = choice;
  const found = await listCredentials(ctx, filter, { limit: perPage, offset: (page - 1) * perPage });
  return { org: ctx.org.slug, zone: ctx.org.timeZone, now: ctx.now, filter, choice, ...found };
});

export default function Credentials() {
  const { org, zone, now, filter, choice, rows, total } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const base = paths.credentials(org);
  const { kind, provider, state, handle } = filter;
  const [only] = rows;
  if (handle && only) return <CredentialDetail org={org} zone={zone} now={now} credential={only} />;
  const isFiltered = [kind, provider, state, handle].some((value) => value !== undefined);
  return (
    <>
      <PageHeader
        title="Credentials"
        answer="Secrets found or referred to in the launches people have configured, as last reported. Only the kind and a fingerprint are kept, never a value."
      />
      <FilterBar
        action={base}
        selects={[
          choiceOf(
            "state",
            "State",
            "Any state",
            CREDENTIAL_STATES,
            (word) => credentialLook[word].word,
            state,
          ),
          choiceOf("kind", "Kind", "Any kind", SECRET_KINDS, kindTitle, kind),
          choiceOf(
            "provider",
            "Provider",
            "Any provider",
            PROVIDER_IDS,
            (word) => PROVIDERS[word].name,
            provider,
          ),
        ]}
        clearHref={base}
        result={plural(total, {
          zero: "No credential is listed.",
          one: "# credential is listed.",
          other: "# credentials are listed.",
        })}
      />
      {total === 0 ? (
        <EmptyState
          kind={isFiltered ? "no-match" : "nothing-yet"}
          title={isFiltered ? "No such credential" : "No credential seen yet"}
          action={isFiltered ? <ButtonLink href={base}>Show all credentials</ButtonLink> : undefined}
        >
          {isFiltered
            ? "Nothing in the launches as last reported is of this kind."
            : "What a scan finds in the files of clients is listed here."}
        </EmptyState>
      ) : (
        <>
          <CredentialTable
            zone={zone}
            now={now}
            rows={rows}
            hrefOf={(one) => `${base}?${new URLSearchParams({ handle: one })}`}
          />
          <TableFoot {...footOf({ ...choice, total, shown: rows.length }, params.toString(), base)} />
        </>
      )}
    </>
  );
}
