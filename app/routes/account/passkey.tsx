import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { listPasskeys, renamePasskey } from "#app/domain/identity/keep-passkey.server.ts";
import { RenamePasskeyInput } from "#app/domain/identity/passkey-inputs.ts";
import { accountForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { Section } from "#app/ui/section.tsx";

export const meta: MetaFunction = () => [{ title: "Passkey · Your account · Castellan" }];

export const loader = accountLoader(async (ctx, { params }) => {
  const found = (await listPasskeys(ctx)).find((one) => one.id === params.passkeyId);
  if (!found) throw new NotFound("passkey");
  return { id: found.id, name: found.name };
});

export const action = accountForm({
  input: RenamePasskeyInput,
  run: renamePasskey,
  done: () => ({ to: paths.account("second-factors"), say: "The passkey is renamed." }),
});

export default function Passkey() {
  const { id, name } = useLoaderData<typeof loader>();
  const { refused, error, value, summary } = formState(useActionData<typeof action>());
  return (
    <div className="max-w-[640px]">
      <PageHeader title={name} />
      <Section title="Rename">
        <form method="post" className="grid gap-4">
          {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
          <TextInput
            id="name"
            name="name"
            label="Name"
            defaultValue={value("name", name)}
            maxLength={60}
            required
            error={error("name")}
          />
          <div className="action-bar">
            <Button kind="primary">Rename passkey</Button>
          </div>
        </form>
      </Section>
      <Section
        title="Remove"
        intro="The passkey opens nothing here from then on. Your device may still offer it."
      >
        <ButtonLink kind="danger-outline" href={`${paths.ownPasskey(id)}/removal`}>
          Remove passkey…
        </ButtonLink>
      </Section>
    </div>
  );
}
