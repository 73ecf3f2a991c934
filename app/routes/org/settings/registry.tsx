import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";
import { can } from "#app/domain/permissions.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import { RegistryTextInput } from "#app/domain/registries/registry-inputs.ts";
import { getRegistry, listRegistryImports } from "#app/domain/registries/registry-queries.server.ts";
import { LARGEST_UPLOAD } from "#app/domain/registries/registry-words.ts";
import { startRegistryImport } from "#app/domain/registries/start-registry-import.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { RegistryImportTable } from "./registry-import-table.tsx";
import { RegistryReading } from "./registry-reading.tsx";
import { KIND_LABELS, SCHEDULE_LABELS } from "./registry-words.ts";
import { orgOf, settingsCrumbs } from "./settings-crumbs.ts";
import { SettingsPage } from "./settings-page.tsx";
import { refuseHiddenPart } from "./settings-parts.ts";

export const meta: MetaFunction = () => [{ title: "Registry · Settings · Castellan" }];
export const handle = {
  crumbs: (data: unknown) =>
    settingsCrumbs(orgOf(data), "registries", "Registries", [{ label: "One registry" }]),
};

export const loader = memberLoader(async (ctx, { params }) => {
  refuseHiddenPart(ctx.actor.role, "registries");
  const found = await getRegistry(ctx, params.registryId ?? "");
  const imports = await listRegistryImports(ctx, found.id);
  const { slug: org, timeZone: zone } = ctx.org;
  return { org, zone, now: ctx.now, found, imports, mayManage: can(ctx.actor, "registry.manage") };
});

const Posted = z.object({
  registryId: z.uuid(),
  // "address" reads what is there; anything else is a file
  from: z.string().optional(),
  text: RegistryTextInput.shape.text.or(z.literal("")).default(""),
});

export const action = memberForm({
  input: Posted,
  run: async (ctx, { registryId, from, text }, { posted }) => {
    if (from === "address") return { registryId, ...(await startRegistryImport(ctx, { registryId })) };
    const file = posted.get("file");
    const given = file instanceof File && file.size > 0 ? file : null;
    if (given && given.size > LARGEST_UPLOAD) {
      const sentence = "A file given here has at most 8 MB. The command line takes larger ones.";
      throw new Invalid(sentence, { file: [sentence] });
    }
    const bytes = given ? new Uint8Array(await given.arrayBuffer()) : Buffer.from(text);
    const fileName = given?.name.slice(0, 200) ?? "pasted text";
    return { registryId, ...(await importRegistryFile(ctx, { registryId, fileName }, [bytes])) };
  },
  done: (ctx, { registryId, id }) => ({
    to: paths.registryImport(ctx.org.slug, registryId, id),
    say: "The registry is being read.",
  }),
});

export default function Registry() {
  const { org, zone, now, found, imports, mayManage } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const isReading = imports.some((one) => one.endedAt === null);
  return (
    <SettingsPage
      part="registries"
      title={found.name}
      answer={plural(found.listings, {
        zero: "Nothing of it is listed yet.",
        one: "# entry of it is listed in the catalog.",
        other: "# entries of it are listed in the catalog.",
      })}
    >
      <div className="mb-8 max-w-[640px]">
        <DescriptionList
          items={[
            { term: "Kind", value: KIND_LABELS[found.kind] },
            {
              term: "Address",
              value: found.address ? (
                <span className="wrap-anywhere">{found.address}</span>
              ) : (
                "Given as files"
              ),
            },
            ...(found.address ? [{ term: "Read", value: SCHEDULE_LABELS[found.schedule] }] : []),
            {
              term: "As of",
              value: found.importedAt ? (
                <RelativeTime at={found.importedAt} now={now} zone={zone} />
              ) : (
                "Not read whole yet"
              ),
            },
          ]}
        />
        {mayManage ? (
          <>
            <RegistryReading hasAddress={found.address !== null} isReading={isReading} form={form} />
            <div className="action-bar mt-6">
              {found.address ? (
                <ButtonLink href={paths.registryStep(org, found.id, "schedule")}>Change schedule</ButtonLink>
              ) : null}
              <ButtonLink kind="danger-outline" href={paths.registryStep(org, found.id, "removal")}>
                Remove registry…
              </ButtonLink>
            </div>
          </>
        ) : null}
      </div>
      {imports.length === 0 ? (
        <p className="hint">It was never read.</p>
      ) : (
        <Section title="Imports">
          <RegistryImportTable org={org} rows={imports} now={now} zone={zone} />
        </Section>
      )}
    </SettingsPage>
  );
}
