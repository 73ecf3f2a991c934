import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { printableText } from "#app/ui/printable-text.ts";
import { requestCrumbs } from "./request-crumbs.ts";
import { requestLoader } from "./request-page.server.ts";
import { RequestView } from "./request-view.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: data
      ? `Access to ${printableText(data.request.server.identity)} · Requests · Castellan`
      : "Requests · Castellan",
  },
];
export const handle = { crumbs: (data: unknown) => requestCrumbs(data, "Request") };
export const loader = requestLoader;

export default function RequestRoute() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="max-w-[1000px]">
      <RequestView page={page} heading="h1" />
    </div>
  );
}
