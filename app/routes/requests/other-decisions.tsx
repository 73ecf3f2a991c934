import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { paths, type RequestStep } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import type { RequestPage } from "./request-page.server.ts";

type TextStepProps = {
  page: RequestPage;
  answer: FormAnswer | undefined;
  queue?: boolean;
  step: Extract<RequestStep, "denial" | "question" | "answer">;
};

const TEXTS = {
  denial: {
    title: "Deny",
    name: "reason",
    label: "Reason",
    hint: "So that the person knows what to change.",
    verb: "Deny request",
  },
  question: {
    title: "Ask a question",
    name: "question",
    label: "Question",
    hint: "The request waits until it is answered.",
    verb: "Send question",
  },
  answer: {
    title: "Answer the question",
    name: "answer",
    label: "Answer",
    hint: "The request can be decided again after it.",
    verb: "Send answer",
  },
} as const;

const KEYS = { denial: "d", question: "c", answer: "c" } as const;

/** A step that is one text: a denial with its reason, a question, an answer. */
export function TextStep({ page, answer, queue, step }: TextStepProps) {
  const { refused, error, value, summary } = formState(answer);
  const { title, name, label, hint, verb } = TEXTS[step];
  const why = page.request.actions[step === "denial" ? "deny" : step === "question" ? "ask" : "answer"];
  const id = `${step}-text`;
  const asked = page.request.messages.findLast((message) => message.kind === "question");
  return (
    <Section id={step} title={title}>
      {step === "answer" && asked ? (
        <div className="mb-3 max-w-[72ch] text-base">
          {asked.author.name} asks: <SafeText text={asked.body} quoted />
        </div>
      ) : null}
      <form
        method="post"
        action={`${paths.requestStep(page.org, page.request.id, step)}${queue ? "?from=queue" : ""}`}
        className="grid gap-3"
      >
        {refused ? <ErrorSummary title={refused.sentence} errors={summary(() => id)} /> : null}
        <TextArea
          id={id}
          name={name}
          label={label}
          hint={hint}
          rows={2}
          maxLength={2_000}
          required
          data-key={KEYS[step]}
          data-key-label={title}
          defaultValue={value(name)}
          error={error(name)}
        />
        <div className="action-bar">
          <Button
            id={`${step}-button`}
            kind={step === "denial" ? "danger-outline" : step === "answer" ? "primary" : "outline"}
            {...(why === null ? {} : { unavailable: why })}
          >
            {verb}
          </Button>
        </div>
      </form>
    </Section>
  );
}
