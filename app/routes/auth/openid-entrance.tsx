import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { localPath, paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in through your organization · Castellan" }];

/** The same for every name: whether such an organization exists is told to nobody who has not come from its provider. */
export const loader = openLoader(async (_edge, { params, url }) => ({
  org: params.org ?? "",
  to: localPath(url.searchParams.get("to")),
}));

export default function OpenidEntrance() {
  const { org, to } = useLoaderData<typeof loader>();
  const query = to ? `?to=${encodeURIComponent(to)}` : "";
  return (
    <CardPage
      title="Sign in through your organization"
      intro={`You go on to the sign-in of the organization called ${org} and come back here.`}
      foot={
        <a className="link" href={paths.signIn(to)}>
          Sign in with email and password instead
        </a>
      }
    >
      <div className="action-bar">
        <ButtonLink href={`${paths.openidStep(org, "start")}${query}`} kind="primary" data-reload="">
          Continue
        </ButtonLink>
      </div>
    </CardPage>
  );
}
