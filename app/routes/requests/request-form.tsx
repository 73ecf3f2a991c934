import type { RequestDraft } from "#app/domain/requests/request-draft-queries.server.ts";
import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { RadioCards } from "#app/ui/form/radio-cards.tsx";
import { Select } from "#app/ui/form/select.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { clientOptions } from "#app/ui/scan/client-options.ts";
import { Section } from "#app/ui/section.tsx";
import { DecidersLine } from "./deciders-line.tsx";
import { EndField } from "./end-field.tsx";
import { ToolsField } from "./tools-field.tsx";

type RequestFormProps = {
  draft: RequestDraft;
  answer: FormAnswer | undefined;
  newId: string;
  latest: string;
  cancelHref: string;
};

const environments = [
  { value: "development", label: "Development" },
  { value: "staging", label: "Staging" },
  { value: "production", label: "Production", hint: "One risk step higher." },
];

export function AskForm({ draft, answer, newId, latest, cancelHref }: RequestFormProps) {
  const { refused, error, value, values, summary } = formState(answer);
  const { server, installation, teams } = draft;
  const hidden = installation
    ? { installationId: installation.id }
    : server.id
      ? { serverId: server.id }
      : { identity: server.identity };
  return (
    <form method="post" className="grid gap-6">
      {refused ? (
        <ErrorSummary
          title={refused.sentence}
          errors={summary((name) => (name === "endsAt" ? "until" : name))}
        />
      ) : null}
      <input type="hidden" name="id" value={value("id", newId)} />
      {Object.entries(hidden).map(([name, text]) => (
        <input key={name} type="hidden" name={name} value={text} />
      ))}
      {teams.length > 0 ? (
        <RadioCards
          id="teamId"
          name="teamId"
          label="For whom"
          options={[
            { value: "", label: "Me" },
            ...teams.map((team) => ({
              value: team.id,
              label: team.name,
              hint: "Whoever is in the team at the moment of a call.",
            })),
          ]}
          defaultValue={value("teamId", "")}
          error={error("teamId")}
        />
      ) : null}
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
        defaultValue={value("environment", installation?.environment ?? "development")}
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
      <Section title="Who decides" card>
        <dl className="facts-list">
          <dt>For you</dt>
          <dd>
            <DecidersLine {...draft.own} />
          </dd>
          {teams.map((team) => (
            <div key={team.id} className="contents">
              <dt>For {team.name}</dt>
              <dd>
                <DecidersLine {...team} />
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <div className="action-bar action-bar-sticky">
        <ButtonLink href={cancelHref}>Cancel</ButtonLink>
        <Button kind="primary" icon="send">
          Send request
        </Button>
      </div>
    </form>
  );
}
