import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { uuidv7 } from "uuidv7";
import { CreateAgentKeyInput } from "#app/domain/identity/agent-inputs.ts";
import { createAgentKey } from "#app/domain/identity/create-agent-key.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { memberLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SecretOnce } from "#app/ui/secret-once.tsx";
import { agentStep } from "./agent-page.server.ts";
import { agentCrumbs } from "./agent-words.ts";

const DAYS = [7, 30, 90, 180, 365];

export const meta: MetaFunction = () => [{ title: "Make a key · Agents · Castellan" }];
export const handle = { crumbs: (data: unknown) => agentCrumbs(data, "Make a key") };

export const loader = memberLoader(async (ctx, page) => ({
  ...(await agentStep(ctx, page, "makeKey", "Only whoever answers for this agent makes its keys.")),
  newId: uuidv7(),
}));

export const action = memberForm({
  input: CreateAgentKeyInput,
  run: createAgentKey,
  done: (_ctx, { key, expiresAt }) => ({ shown: { key, expiresAt } }),
});

export default function AgentKeys() {
  const { org, zone, now, agent, newId, steps } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { refused, error, value, summary } = formState(answer);
  const back = paths.agent(org, agent.id);
  return (
    <div className="page-form">
      <PageHeader
        title={`Make a key for ${agent.name}`}
        answer={
          steps.makeKey ??
          "It acts as this agent and only asks whether its calls are allowed. It works while you answer for the agent."
        }
      />
      {answer && "shown" in answer ? (
        <SecretOnce id="key" label="The agent's new key" secret={answer.shown.key} continueHref={back}>
          <p className="hint">
            It works until <RelativeTime at={answer.shown.expiresAt} now={now} zone={zone} exact />.
          </p>
        </SecretOnce>
      ) : (
        <form method="post" className="grid gap-6">
          {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
          <input type="hidden" name="id" value={value("id", newId)} />
          <TextInput
            id="name"
            name="name"
            label="Where the key is used"
            required
            maxLength={80}
            defaultValue={value("name")}
            error={error("name")}
          />
          <Select
            id="days"
            name="days"
            label="Works for"
            options={DAYS.map((days) => ({ value: String(days), label: `${days} days` }))}
            defaultValue={value("days", "90")}
            error={error("days")}
          />
          <div className="action-bar action-bar-sticky">
            <ButtonLink href={back}>Cancel</ButtonLink>
            <Button kind="primary" icon="key-round">
              Make key
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
