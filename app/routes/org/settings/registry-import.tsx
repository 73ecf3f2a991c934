import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { can } from "#app/domain/permissions.ts";
import {
  getRegistry,
  getRegistryImport,
  listOddities,
  type OddityRow,
} from "#app/domain/registries/registry-queries.server.ts";
import {
  MOST_ODDITIES,
  MOST_REFUSALS,
  ODDITIES,
  ODDITIES_OF,
} from "#app/domain/registries/registry-words.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { FollowWork } from "#app/ui/follow-work.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { IMPORT_LOOKS, importSentence, nothingSentence, starterOf } from "./registry-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";
import { StopImport } from "./stop-import.tsx";

export const meta: MetaFunction = () => [{ title: "Import · Registries · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "registries", "Registries", [{ label: "One import" }]),
};

export const loader = memberLoader(async (ctx, { params, url }) => {
  refuseHiddenPart(ctx.actor.role, "registries");
  const found = await getRegistryImport(ctx, params.registryImportId ?? "");
  if (found.registryId !== params.registryId) throw new NotFound("import");
  const { name } = await getRegistry(ctx, found.registryId);
  const after = /^\d{1,9}$/.exec(url.searchParams.get("after") ?? "")?.[0];
  const page = { limit: 100, after: after === undefined ? undefined : Number(after) };
  const { rows, nextCursor } = await listOddities(ctx, { importId: found.id }, page);
  const { slug: org, timeZone: zone } = ctx.org;
  const mayStop = !found.endedAt && can(ctx.actor, "registry.manage");
  return { org, zone, now: ctx.now, found, name, rows, nextCursor, mayStop };
});

const columns: Column<OddityRow>[] = [
  { key: "entry", head: "Entry", numeric: true, cell: (row) => (row.entry === 0 ? "All" : row.entry) },
  {
    key: "name",
    head: "Name",
    cell: (row) => (row.entryName ? <SafeText text={row.entryName} limit={80} /> : "The file or page"),
  },
  {
    key: "what",
    head: "What",
    phone: "fact",
    cell: (row) => (
      <>
        {row.path ? (
          <>
            <SafeText text={row.path} limit={80} mono />{" "}
          </>
        ) : null}
        {ODDITIES[row.oddity]}
        {row.detail ? (
          <span className="text-muted">
            {" · "}
            <SafeText text={row.detail} limit={80} />
          </span>
        ) : null}
      </>
    ),
  },
  {
    key: "became",
    head: "Became",
    phone: "fact",
    cell: (row) => (row.isRefusal ? <strong className="font-medium">no listing</strong> : "a listing"),
  },
];

export default function RegistryImport() {
  const { org, zone, now, found, name, rows, nextCursor, mayStop } = useLoaderData<typeof loader>();
  const here = paths.registryImport(org, found.registryId, found.id);
  return (
    <SettingsPage
      part="registries"
      title={`Import of ${name}`}
      status={<Status look={IMPORT_LOOKS[found.state]} />}
      answer={importSentence(found)}
    >
      {found.endedAt ? null : (
        <p className="hint mb-4">
          <FollowWork what="The registry is being read." /> {mayStop ? <StopImport here={here} /> : null}
        </p>
      )}
      <div className="mb-8 max-w-[640px]">
        <DescriptionList
          items={[
            {
              term: "From",
              value:
                found.fileName === null ? (
                  `Its address, ${found.pages} pages`
                ) : (
                  <SafeText text={found.fileName} />
                ),
            },
            { term: "Started by", value: starterOf(found) },
            ...(found.since
              ? [{ term: "Changes since", value: <RelativeTime at={found.since} now={now} zone={zone} /> }]
              : []),
            ...(found.endedAt
              ? [{ term: "Ended", value: <RelativeTime at={found.endedAt} now={now} zone={zone} /> }]
              : []),
          ]}
        />
      </div>
      {rows.length === 0 ? (
        <p className="hint">{nothingSentence(found)}</p>
      ) : (
        <Section
          title={`${found.oddities.toLocaleString("en-GB")} oddities`}
          intro={`Entries that became no listing stand here with why, up to ${MOST_REFUSALS.toLocaleString("en-GB")}; of other remarks those among the first ${MOST_ODDITIES.toLocaleString("en-GB")}. They are kept for the newest ${ODDITIES_OF} imports of a registry.`}
        >
          <DataTable
            caption="What was odd, in the order of the entries"
            columns={columns}
            rows={rows}
            rowKey={(row) => String(row.position)}
          />
          {nextCursor ? (
            <div className="mt-4">
              <ButtonLink href={`${here}?after=${nextCursor}`}>More oddities</ButtonLink>
            </div>
          ) : null}
        </Section>
      )}
    </SettingsPage>
  );
}
