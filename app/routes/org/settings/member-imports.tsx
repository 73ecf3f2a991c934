import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { createMemberImport } from "#app/domain/identity/create-member-import.server.ts";
import { decodeMemberFile } from "#app/domain/identity/member-file.server.ts";
import { CreateMemberImportInput } from "#app/domain/identity/member-import-inputs.ts";
import {
  listMemberImports,
  type MemberImportRow,
} from "#app/domain/identity/member-import-queries.server.ts";
import { LARGEST_FILE } from "#app/domain/identity/member-import-words.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { FileInput } from "#app/ui/form/file-input.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { IMPORT_LOOKS } from "./import-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Import members · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) => settingsCrumbs(orgOf(data), "members", "Members", [{ label: "Import members" }]),
};

export const loader = memberLoader(async (ctx) => {
  refuseHiddenPart(ctx.actor.role, "invitations");
  const rows = await listMemberImports(ctx);
  const { slug: org, timeZone: zone } = ctx.org;
  return { org, zone, now: ctx.now, rows, newId: uuidv7() };
});

// the file is looked at below: it may be in another encoding, and then says so
const PostedFile = z.object({
  id: CreateMemberImportInput.shape.id,
  text: z.string().max(LARGEST_FILE, "These are more than 4 MB. Split them.").default(""),
});

export const action = memberForm({
  input: PostedFile,
  run: async (ctx, { id, text }, { posted }) => {
    const file = posted.get("file");
    const given =
      file instanceof Blob && file.size > 0
        ? decodeMemberFile(new Uint8Array(await file.arrayBuffer()))
        : text;
    return createMemberImport(ctx, { ...(id ? { id } : {}), text: given });
  },
  done: (ctx, { id }) => ({ to: paths.memberImport(ctx.org.slug, id) }),
});

const EXAMPLE = "email,name,role,teams\nsomebody@example.com,Some Body,member,Payments";

export default function MemberImports() {
  const { org, zone, now, rows, newId } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  const columns: Column<MemberImportRow>[] = [
    {
      key: "made",
      head: "Looked at",
      cell: (row) => <a href={paths.memberImport(org, row.id)}>{time(row.createdAt)}</a>,
    },
    {
      key: "state",
      head: "State",
      phone: "status",
      cell: (row) => <Status look={IMPORT_LOOKS[row.state]} quiet />,
    },
    { key: "lines", head: "Lines", numeric: true, cell: (row) => row.lines.toLocaleString("en-GB") },
    {
      key: "invited",
      head: "Invited",
      numeric: true,
      phone: "fact",
      phoneLabel: "Invited",
      cell: (row) => row.invited.toLocaleString("en-GB"),
    },
    { key: "by", head: "By", muted: true, cell: (row) => row.createdBy.name },
  ];
  return (
    <SettingsPage
      part="members"
      title="Import members"
      answer="You see what would become of each line before anybody is invited."
    >
      <div className="mb-8 max-w-[640px]">
        <form method="post" encType="multipart/form-data" className="grid gap-4">
          {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
          <input type="hidden" name="id" value={value("id", newId)} />
          <FileInput
            id="file"
            name="file"
            label="File"
            hint="CSV in UTF-8, at most 5,000 people. Commas, semicolons or tabs stand between the columns; several teams are written Payments; Platform."
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            optional
          />
          <TextArea
            id="text"
            name="text"
            label="Or paste the lines"
            hint="The first line names the columns: email, name, and if you like role and teams, in any order. Without a role somebody becomes a member."
            placeholder={EXAMPLE}
            rows={8}
            mono
            defaultValue={value("text")}
            error={error("text")}
            spellCheck={false}
          />
          <div className="action-bar">
            <Button kind="primary" icon="upload">
              Look at the file
            </Button>
          </div>
        </form>
      </div>
      {rows.length === 0 ? (
        <p className="hint">Nobody was imported yet.</p>
      ) : (
        <Section title="Imports" intro="Names and addresses are forgotten a week after an import ended.">
          <DataTable
            caption="Imports of members, newest first"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
          />
        </Section>
      )}
    </SettingsPage>
  );
}
