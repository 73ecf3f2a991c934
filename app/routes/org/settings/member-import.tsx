import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { OneMemberImportInput } from "#app/domain/identity/member-import-inputs.ts";
import { getMemberImport, listImportLines } from "#app/domain/identity/member-import-queries.server.ts";
import { LINE_OUTCOMES } from "#app/domain/identity/member-import-words.ts";
import { startMemberImport } from "#app/domain/identity/start-member-import.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { isMailSetUp } from "#app/http/mail-set-up.server.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { plural } from "#app/ui/plural.ts";
import { Status } from "#app/ui/status.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import { ImportLineTable } from "./import-line-table.tsx";
import { ImportSteps } from "./import-steps.tsx";
import { IMPORT_LOOKS, importSentence, LINE_LOOKS } from "./import-words.ts";
import { footOf, numberedPage } from "./numbered-page.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Import · Members · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => {
    const org = orgOf(data);
    const list = { label: "Import members", href: paths.memberImports(org) };
    return settingsCrumbs(org, "members", "Members", [list, { label: "One import" }]);
  },
};

export const loader = memberLoader(async (ctx, { params, url }) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  const found = await getMemberImport(ctx, params.importId ?? "");
  const page = numberedPage(url);
  const outcome = LINE_OUTCOMES.find((known) => known === url.searchParams.get("outcome"));
  const { rows, counts } = await listImportLines(ctx, { importId: found.id, outcome }, page);
  const present = LINE_OUTCOMES.flatMap((known) => ({ outcome: known, lines: counts.get(known) ?? 0 }));
  const sendsMail = isMailSetUp();
  return { org: ctx.org.slug, found, rows, page, sendsMail, outcome: outcome ?? null, present };
});

export const action = memberForm({
  input: OneMemberImportInput,
  run: startMemberImport,
  done: (ctx, { id }) => ({ to: paths.memberImport(ctx.org.slug, id), say: "The import has started." }),
});

export default function MemberImport() {
  const { org, found, rows, page, sendsMail, outcome, present } = useLoaderData<typeof loader>();
  const { refused } = formState(useActionData<typeof action>());
  const { search } = useLocation();
  const here = paths.memberImport(org, found.id);
  const total = present.reduce(
    (sum, one) => sum + (outcome === null || one.outcome === outcome ? one.lines : 0),
    0,
  );
  return (
    <SettingsPage
      part="members"
      title="Import of members"
      status={<Status look={IMPORT_LOOKS[found.state]} />}
      answer={importSentence(found)}
    >
      {refused ? (
        <div className="mb-4">
          <Banner kind="problem">{refused.sentence}</Banner>
        </div>
      ) : null}
      {found.unused.length > 0 ? (
        <p className="hint mb-4 max-w-[72ch] wrap-anywhere">
          Columns of the file that were passed over: {found.unused.join(", ")}.
        </p>
      ) : null}
      <ImportSteps org={org} found={found} sendsMail={sendsMail} />
      {found.emptiedAt ? (
        <p className="hint">The names and addresses of this import are forgotten; its counts stay.</p>
      ) : (
        <>
          <FilterBar
            action={here}
            selects={[
              {
                name: "outcome",
                label: "Outcome",
                any: "All lines",
                ...(outcome ? { value: outcome } : {}),
                options: present
                  .filter((one) => one.lines > 0 || one.outcome === outcome)
                  .map((one) => ({
                    value: one.outcome,
                    label: `${LINE_LOOKS[one.outcome].word} (${one.lines.toLocaleString("en-GB")})`,
                  })),
              },
            ]}
            keep={{ perPage: String(page.perPage) }}
            chips={outcome ? [{ label: LINE_LOOKS[outcome].word, removeHref: here }] : []}
            clearHref={here}
            result={plural(total, { zero: "No line is like that.", one: "# line", other: "# lines" })}
          />
          <ImportLineTable rows={rows} />
          <TableFoot {...footOf({ ...page, total, shown: rows.length }, search, here)} />
        </>
      )}
    </SettingsPage>
  );
}
