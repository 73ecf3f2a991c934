import type { FormEvent, ReactNode } from "react";
import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import { SeenLaunches, seenBeyond, seenOf } from "./request-launches.tsx";
import type { RequestPage } from "./request-page.server.ts";

type DecisionFormProps = {
  page: RequestPage;
  answer: FormAnswer | undefined;
  queue: boolean;
  /** What the button does. */
  verb: string;
  onChange?: (event: FormEvent<HTMLFormElement>) => void;
  /** What is decided, above the reason. */
  children: ReactNode;
};

/** The form of an approval: what was seen goes along, so that nothing else is approved. */
export function DecisionForm({ page, answer, queue, verb, onChange, children }: DecisionFormProps) {
  const { request, org } = page;
  const { refused, error, value, values, summary } = formState(answer);
  const why = request.actions.approve;
  return (
    <form
      method="post"
      action={`${paths.requestStep(org, request.id, "approval")}${queue ? "?from=queue" : ""}`}
      className="grid gap-4"
      {...(onChange ? { onChange } : {})}
    >
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      {request.manifest ? (
        <input type="hidden" name="seenManifestId" value={value("seenManifestId", request.manifest.id)} />
      ) : null}
      <SeenLaunches
        seen={values("seenLaunches", seenOf(page))}
        beyond={value("seenLaunchesBeyond", seenBeyond(page))}
      />
      <input type="hidden" name="askedEnd" value={request.endsAt.toISOString()} />
      {children}
      <TextArea
        id="reason"
        name="reason"
        label="Reason"
        rows={2}
        optional
        maxLength={2_000}
        defaultValue={value("reason")}
        error={error("reason")}
      />
      <div className="action-bar action-bar-fixed">
        <ButtonLink href="#denial">Deny…</ButtonLink>
        <Button
          kind="primary"
          id="approve"
          icon="stamp"
          data-key="a"
          data-key-label="To the approval"
          {...(why === null ? {} : { unavailable: why })}
        >
          {verb}
        </Button>
      </div>
    </form>
  );
}
