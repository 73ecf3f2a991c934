import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { BlockServerInput } from "#app/domain/catalog/server-inputs.ts";
import { getServer } from "#app/domain/inventory/server-queries.server.ts";
import { getBlockEffect } from "#app/domain/inventory/server-use-queries.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { blockEffects } from "./server-block-words.ts";
import { serverCrumbs } from "./server-crumbs.ts";

export const meta: MetaFunction = () => [{ title: "Block server · Catalog · Castellan" }];
export const handle = { crumbs: (data: unknown) => serverCrumbs(data, "Block server") };

export const loader = memberLoader(async (ctx, { params }) => {
  const effect = await getBlockEffect(ctx, params.serverId ?? "");
  const { id, identity, block } = await getServer(ctx, params.serverId ?? "");
  return { org: ctx.org.slug, server: { id, identity }, isBlocked: block !== null, effect };
});

export const action = memberForm({
  input: BlockServerInput,
  run: blockServer,
  // The page it leads to opens with the block, so nothing else says it.
  done: (ctx, _, { params }) => ({ to: paths.server(ctx.org.slug, params.serverId ?? "") }),
});

export default function BlockServer() {
  const { org, server, isBlocked, effect } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const back = paths.server(org, server.id);
  const name = printableText(server.identity);
  return (
    <div className="page-form">
      <PageHeader title={`Block ${name}?`} />
      <div className="grid gap-4">
        {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
        {isBlocked && !form.refused ? (
          <>
            <p>It is blocked already. Nothing more can be stopped here.</p>
            <ButtonLink href={back}>Back to the server</ButtonLink>
          </>
        ) : (
          <ConfirmForm
            action={paths.block(org, server.id)}
            effects={blockEffects(effect)}
            verb="Block server"
            icon="ban"
            danger
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          >
            <TextArea
              id="reason"
              name="reason"
              label="Reason"
              hint="Everybody who uses it reads this."
              required
              maxLength={2000}
              defaultValue={form.value("reason")}
              error={form.error("reason")}
            />
          </ConfirmForm>
        )}
      </div>
    </div>
  );
}
