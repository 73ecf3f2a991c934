import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { permit } from "#app/domain/permit.ts";
import { VouchPublisherInput } from "#app/domain/trust/publisher-inputs.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { vouchPublisher } from "#app/domain/trust/vouch-publisher.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { serverCrumbs } from "./server-crumbs.ts";
import { tabHref } from "./server-tabs.ts";

export const meta: MetaFunction = () => [{ title: "Vouch for a publisher · Catalog · Castellan" }];
export const handle = { crumbs: (data: unknown) => serverCrumbs(data, "Vouch for its publisher") };

export const loader = memberLoader(async (ctx, { params }) => {
  permit(ctx, "publisher.vouch");
  const serverId = params.serverId ?? "";
  const { identity, publisher } = await getServerTrust(ctx, { serverId });
  return { org: ctx.org.slug, server: { id: serverId, identity }, isVouched: publisher.word !== null };
});

export const action = memberForm({
  input: VouchPublisherInput,
  run: vouchPublisher,
  done: (ctx, _, { params }) => ({
    to: `${tabHref(ctx.org.slug, params.serverId ?? "", "evidence")}#publisher`,
    say: "Your word stands.",
  }),
});

export default function VouchForPublisher() {
  const { org, server, isVouched } = useLoaderData<typeof loader>();
  const form = formState(useActionData<typeof action>());
  const back = tabHref(org, server.id, "evidence");
  return (
    <div className="page-form">
      <PageHeader title={`Vouch for the publisher of ${printableText(server.identity)}?`} />
      <div className="grid gap-4">
        {form.refused ? <ErrorSummary title={form.refused.sentence} errors={form.summary()} /> : null}
        {isVouched && !form.refused ? (
          <>
            <p>Somebody vouched for it already. Withdraw that word before giving another.</p>
            <div className="action-bar">
              <ButtonLink href={back}>Back to the evidence</ButtonLink>
            </div>
          </>
        ) : (
          <ConfirmForm
            action={paths.publisher(org, server.id)}
            effects={[
              "Its publisher counts as verified, with your name, your reason and today's date.",
              "Whoever may vouch can withdraw it.",
            ]}
            verb="Vouch for it"
            cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
          >
            <TextInput
              id="publisher"
              name="publisher"
              label="Publisher"
              hint="The company, project or team behind it."
              required
              maxLength={100}
              defaultValue={form.value("publisher")}
              error={form.error("publisher")}
            />
            <RadioCards
              id="relation"
              name="relation"
              label="What it is to the service behind the server"
              required
              columns={2}
              options={[
                {
                  value: "official",
                  label: "Official",
                  hint: "Whoever runs the service publishes the server.",
                },
                { value: "third_party", label: "Third party", hint: "Somebody else publishes it." },
              ]}
              defaultValue={form.value("relation")}
              error={form.error("relation")}
            />
            <TextArea
              id="reason"
              name="reason"
              label="Reason"
              hint="What you looked at."
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
