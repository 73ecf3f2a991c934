import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { AskRequestInput } from "#app/domain/requests/request-inputs.ts";
import { memberForm } from "#app/http/form.server.ts";
import { afterStep } from "./after-step.ts";
import { requestCrumbs } from "./request-crumbs.ts";
import { requestLoader } from "./request-page.server.ts";
import { RequestView } from "./request-view.tsx";

export const meta: MetaFunction = () => [{ title: "Ask a question · Requests · Castellan" }];
export const handle = { crumbs: (data: unknown) => requestCrumbs(data, "Ask a question") };
export const loader = requestLoader;

export const action = memberForm({
  input: AskRequestInput,
  run: askRequest,
  done: (ctx, _result, page) => afterStep(ctx, page, "Question sent. The request waits for the answer."),
});

/** The request with the form that was refused; nothing here leads to it otherwise. */
export default function QuestionRoute() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="max-w-[1000px]">
      <RequestView page={page} posted={{ step: "question", answer }} queue={page.queue} heading="h1" />
    </div>
  );
}
