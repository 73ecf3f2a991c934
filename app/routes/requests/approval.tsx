import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { memberForm } from "#app/http/form.server.ts";
import { afterStep } from "./after-step.ts";
import { ApprovalInput, approvalOf } from "./approval-input.ts";
import { requestCrumbs } from "./request-crumbs.ts";
import { requestLoader } from "./request-page.server.ts";
import { RequestView } from "./request-view.tsx";

export const meta: MetaFunction = () => [{ title: "Approve · Requests · Castellan" }];
export const handle = { crumbs: (data: unknown) => requestCrumbs(data, "Approve") };
export const loader = requestLoader;

export const action = memberForm({
  input: ApprovalInput,
  run: (ctx, form) => approveRequest(ctx, approvalOf(form)),
  done: (ctx, _result, page) => afterStep(ctx, page, "Approved. It holds from now on."),
});

/** The request with the form that was refused; nothing here leads to it otherwise. */
export default function ApprovalRoute() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="max-w-[1000px]">
      <RequestView page={page} posted={{ step: "approval", answer }} queue={page.queue} heading="h1" />
    </div>
  );
}
