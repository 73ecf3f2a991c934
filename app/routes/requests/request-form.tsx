import type { RequestDraft } from "#app/domain/requests/request-draft-queries.server.ts";
import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { clientOptions } from "#app/ui/scan/client-options.ts";
import { EndField } from "./end-field.tsx";
import { ForWhomField, WhoDecides } from "./for-whom-field.tsx";
import { ToolsField } from "./tools-field.tsx";

type RequestFormProps = {
  draft: RequestDraft;
  answer: FormAnswer | undefined;
  newId: string;
  latest: string;
  cancelHref: string;
  /** the agent this was opened for */
  agentId?: string | undefined;
  /** the team of one's own this was opened for */
  teamId?: string | undefined;
};

/** Controls that are called otherwise than what the verb refuses. */
const CONTROLS: Record<string, string> = { endsAt: "until", teamId: "forWhom", agentId: "forWhom" };

const environments = [
  { value: "development", label: "Development" },
  { value: "staging", label: "Staging" },
  { value: "production", label: "Production", hint: "One risk step higher." },
];

export function AskForm({ draft, answer, newId, latest, cancelHref, agentId, teamId }: RequestFormProps) {
  const { refused, error, value, values, summary } = formState(answer);
  const { server, installation } = draft;
  const agent = draft.agents.find((one) => one.id === agentId);
  const team = draft.teams.find((one) => one.id === teamId);
  const preset = agent ? `agent:${agent.id}` : team ? `team:${team.id}` : "me";
  const whomError = error("forWhom") ?? error("teamId") ?? error("agentId");
  const hidden = installation
    ? { installationId: installation.id }
    : server.id
      ? { serverId: server.id }
      : { identity: server.identity };
  return (
    <form method="post" className="grid gap-6">
      {refused ? (
        <ErrorSummary title={refused.sentence} errors={summary((name) => CONTROLS[name] ?? name)} />
      ) : null}
      <input type="hidden" name="id" value={value("id", newId)} />
      {Object.entries(hidden).map(([name, text]) => (
        <input key={name} type="hidden" name={name} value={text} />
      ))}
      <ForWhomField draft={draft} chosen={value("forWhom", preset)} error={whomError} />
      <ToolsField
        draft={draft}
        which={value("which")}
        ticked={values("tools")}
        typed={value("toolNames")}
        error={error("tools") ?? error("which") ?? error("toolNames")}
      />
      <EndField
        days={value("days", "30")}
        until={value("until")}
        latest={latest}
        daysError={error("days")}
        untilError={error("until") ?? error("endsAt")}
      />
      <RadioCards
        id="environment"
        name="environment"
        label="Where"
        columns={3}
        options={environments}
        defaultValue={value("environment", agent?.environment ?? installation?.environment ?? "development")}
        error={error("environment")}
      />
      <TextArea
        id="reason"
        name="reason"
        label="What for"
        hint="One sentence the person who decides understands."
        rows={3}
        maxLength={2_000}
        required
        defaultValue={value("reason")}
        error={error("reason")}
      />
      <Select
        id="client"
        name="client"
        label="Client you use it in"
        hint="For the configuration you get after the approval."
        optional
        placeholder="Choose later"
        options={clientOptions}
        defaultValue={value("client", installation?.client ?? "")}
        error={error("client")}
      />
      <WhoDecides draft={draft} />
      <div className="action-bar action-bar-sticky">
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
        <Button kind="primary" icon="send">
          Send request
        </Button>
      </div>
    </form>
  );
}
