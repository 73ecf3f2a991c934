import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { DenyRequestInput } from "#app/domain/requests/request-inputs.ts";
import { memberForm } from "#app/http/form.server.ts";
import { afterStep } from "./after-step.ts";
import { requestCrumbs } from "./request-crumbs.ts";
import { requestLoader } from "./request-page.server.ts";
import { RequestView } from "./request-view.tsx";

export const meta: MetaFunction = () => [{ title: "Deny · Requests · Castellan" }];
export const handle = { crumbs: (data: unknown) => requestCrumbs(data, "Deny") };
export const loader = requestLoader;

export const action = memberForm({
  input: DenyRequestInput,
  run: denyRequest,
  done: (ctx, _result, page) => afterStep(ctx, page, "Request denied."),
});

/** The request with the form that was refused; nothing here leads to it otherwise. */
export default function DenialRoute() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="max-w-[1000px]">
      <RequestView page={page} posted={{ step: "denial", answer }} queue={page.queue} heading="h1" />
    </div>
  );
}
