import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { UnblockServerInput } from "#app/domain/catalog/server-inputs.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
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
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { serverCrumbs } from "./server-crumbs.ts";

export const meta: MetaFunction = () => [{ title: "Lift block · Catalog · Castellan" }];
export const handle = { crumbs: (data: unknown) => serverCrumbs(data, "Lift block") };

export const loader = memberLoader(async (ctx, { params }) => {
  const effect = await getBlockEffect(ctx, params.serverId ?? "");
  const { id, identity, block } = await getServer(ctx, params.serverId ?? "");
  const { slug: org, timeZone: zone } = ctx.org;
  return { org, zone, now: ctx.now, server: { id, identity }, block, effect };
});

export const action = memberForm({
  input: UnblockServerInput,
  run: unblockServer,
  done: (ctx, { serverId }) => ({
    to: paths.server(ctx.org.slug, serverId),
    say: "Block lifted. Grants decide about calls again.",
  }),
});

export default function LiftBlock() {
  const { org, zone, now, server, block, effect } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const back = paths.server(org, server.id);
  return (
    <div className="page-form">
      <PageHeader title={`Lift the block of ${printableText(server.identity)}?`} />
      <div className="grid gap-4">
        {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
        {block ? (
          <div>
            Blocked by {block.by} <RelativeTime at={block.blockedAt} now={now} zone={zone} />:{" "}
            <SafeText text={block.reason} quoted />
          </div>
        ) : (
          <p>It is not blocked, so there is nothing to lift.</p>
        )}
        {block || form.refused ? (
          <ConfirmForm
            action={paths.liftBlock(org, server.id)}
            effects={[
              plural(effect.grants, {
                zero: "No grant holds then, so calls stay refused until one is approved.",
                one: "# grant decides about calls again.",
                other: "# grants decide about calls again.",
              }),
              plural(effect.people, {
                zero: "No device reports it in use.",
                one: "# person has it in a client.",
                other: "# people have it in a client.",
              }),
            ]}
            verb="Lift block"
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          >
            <TextArea
              id="reason"
              name="reason"
              label="Reason"
              hint="What was found out, or what was changed."
              required
              maxLength={2000}
              defaultValue={form.value("reason")}
              error={form.error("reason")}
            />
          </ConfirmForm>
        ) : (
          <ButtonLink href={back}>Back to the server</ButtonLink>
        )}
      </div>
    </div>
  );
}
