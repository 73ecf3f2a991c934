import { type FormEvent, useState } from "react";
import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { Banner } from "#app/ui/banner.tsx";
import { FieldError } from "#app/ui/form/field.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { formatDay } from "#app/ui/format-time.ts";
import { plural } from "#app/ui/plural.ts";
import { ToolList } from "#app/ui/tool-list.tsx";
import { DecisionForm } from "./decision-form.tsx";
import type { RequestPage } from "./request-page.server.ts";

type ApprovalFormProps = { page: RequestPage; answer: FormAnswer | undefined; queue: boolean };

/** Approve as asked or narrower. Tools and end hold what was asked for and can only shrink; the reason is empty. */
export function ApprovalForm({ page, answer, queue }: ApprovalFormProps) {
  const { request, zone } = page;
  const { error, value, values } = formState(answer);
  const asked = request.toolNames;
  const offered = request.tools.filter((tool) => asked === null || asked.includes(tool.name));
  const named = asked?.filter((name) => !request.tools.some((tool) => tool.name === name)) ?? [];
  const choices = [
    ...offered.map((tool) => ({
      name: tool.name,
      toolClass: tool.class,
      source: tool.classSource,
      touches: tool.touches,
      description: tool.description,
    })),
    ...named.map((name) => ({ name, toolClass: "undeclared" as const, note: "not in the server's list" })),
  ];
  const lastDay = request.endsAt.toISOString().slice(0, 10);
  const ticked = values(
    "tools",
    choices.map((choice) => choice.name),
  );
  const [live, setLive] = useState({ tools: ticked.length, until: value("endsAt", lastDay) });
  const follow = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget);
    setLive({ tools: fields.getAll("tools").length, until: String(fields.get("endsAt") ?? "") });
  };
  const isUnseen = choices.length === 0;
  const tools = isUnseen ? "all tools" : plural(live.tools, { one: "# tool", other: "# tools" });
  const until = /^\d{4}-\d\d-\d\d$/.test(live.until)
    ? ` until ${formatDay(`${live.until}T12:00:00Z`, zone)}`
    : "";
  return (
    <DecisionForm
      page={page}
      answer={answer}
      queue={queue}
      verb={`Approve ${tools}${until}`}
      onChange={follow}
    >
      <fieldset id="tools" className="field">
        <legend className="field-label">Tools to allow</legend>
        {isUnseen ? (
          <Banner kind="unknown">
            Nobody has looked at this server's tools. Approving allows any tool it offers until somebody
            looks; from then on calls are refused until it is approved again.
            <input type="hidden" name="allTools" value="yes" />
          </Banner>
        ) : (
          <ToolList label="Tools to allow" tools={choices} select={{ name: "tools", selected: ticked }} />
        )}
        <FieldError id="tools" error={error("tools")} />
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextInput
          id="endsAt"
          name="endsAt"
          type="date"
          data-key="n"
          data-key-label="Narrow: the end"
          label="Until"
          hint={`Asked for ${formatDay(request.endsAt, "UTC")}; it can only be earlier.`}
          max={lastDay}
          required
          defaultValue={value("endsAt", lastDay)}
          error={error("endsAt")}
        />
        <div className="field">
          <span className="field-label">Environment</span>
          <span>{request.environment}, as asked</span>
        </div>
      </div>
    </DecisionForm>
  );
}
