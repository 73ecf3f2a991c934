import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { permit } from "#app/domain/permit.ts";
import { WithdrawPublisherInput } from "#app/domain/trust/publisher-inputs.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { withdrawPublisher } from "#app/domain/trust/withdraw-publisher.server.ts";
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
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { serverCrumbs } from "./server-crumbs.ts";
import { tabHref } from "./server-tabs.ts";

export const meta: MetaFunction = () => [{ title: "Withdraw a word · Catalog · Castellan" }];
export const handle = { crumbs: (data: unknown) => serverCrumbs(data, "Withdraw the word") };

export const loader = memberLoader(async (ctx, { params }) => {
  permit(ctx, "publisher.vouch");
  const serverId = params.serverId ?? "";
  const { identity, publisher } = await getServerTrust(ctx, { serverId });
  const { slug: org, timeZone: zone } = ctx.org;
  return { org, zone, now: ctx.now, server: { id: serverId, identity }, word: publisher.word };
});

export const action = memberForm({
  input: WithdrawPublisherInput,
  run: withdrawPublisher,
  done: (ctx, { serverId }) => ({
    to: `${tabHref(ctx.org.slug, serverId, "evidence")}#publisher`,
    say: "The word is withdrawn.",
  }),
});

export default function WithdrawWord() {
  const { org, zone, now, server, word } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const back = tabHref(org, server.id, "evidence");
  return (
    <div className="page-form">
      <PageHeader title={`Withdraw the word for the publisher of ${printableText(server.identity)}?`} />
      <div className="grid gap-4">
        {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
        {word ? (
          <div>
            {word.by} vouched for <SafeText text={word.publisher} />{" "}
            <RelativeTime at={word.at} now={now} zone={zone} />: <SafeText text={word.reason} quoted />
          </div>
        ) : (
          <p>Nobody's word stands, so there is nothing to withdraw.</p>
        )}
        {word || form.refused ? (
          <ConfirmForm
            action={paths.withdrawPublisher(org, server.id)}
            effects={["The score counts what registries and signatures say, and nobody's word."]}
            verb="Withdraw the word"
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          >
            <TextArea
              id="reason"
              name="reason"
              label="Reason"
              hint="What was found out."
              required
              maxLength={2000}
              defaultValue={form.value("reason")}
              error={form.error("reason")}
            />
          </ConfirmForm>
        ) : (
          <ButtonLink href={back}>Back to the evidence</ButtonLink>
        )}
      </div>
    </div>
  );
}
