import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { answerChecklist } from "#app/domain/requests/answer-checklist.server.ts";
import { AnswerChecklistInput } from "#app/domain/requests/request-inputs.ts";
import { memberForm } from "#app/http/form.server.ts";
import { afterStep } from "./after-step.ts";
import { requestCrumbs } from "./request-crumbs.ts";
import { requestLoader } from "./request-page.server.ts";
import { RequestView } from "./request-view.tsx";

export const meta: MetaFunction = () => [{ title: "Checklist · Requests · Castellan" }];
export const handle = { crumbs: (data: unknown) => requestCrumbs(data, "Checklist") };
export const loader = requestLoader;

export const action = memberForm({
  input: AnswerChecklistInput,
  run: answerChecklist,
  done: (ctx, _result, page) => afterStep(ctx, page, "Answer saved."),
});

/** The request with the form that was refused; nothing here leads to it otherwise. */
export default function ChecklistRoute() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="max-w-[1000px]">
      <RequestView page={page} posted={{ step: "checklist", answer }} queue={page.queue} heading="h1" />
    </div>
  );
}
