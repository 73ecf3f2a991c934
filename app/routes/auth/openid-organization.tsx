import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { slugsFor } from "#app/domain/identity/organization-rules.ts";
import { localPath, paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { Button } from "#app/ui/button.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in through your organization · Castellan" }];

/** Leads to an organization's entrance by its name. Nothing is looked up, so nothing is told of which exist. */
export const loader = openLoader(async (_edge, { url }) => {
  const to = localPath(url.searchParams.get("to"));
  const name = url.searchParams.get("organization")?.trim().slice(0, 100);
  if (name) throw redirect(paths.openidSignIn(slugsFor(name)[0] ?? "", to));
  const page = to?.split(/[/?]/)[1] ?? "";
  return { to, suggested: ["account", "sign-in", "invitations"].includes(page) ? "" : page };
});

export default function OpenidOrganization() {
  const { to, suggested } = useLoaderData<typeof loader>();
  return (
    <CardPage
      title="Sign in through your organization"
      intro="For organizations whose people sign in at a provider of their own."
      foot={
        <a className="link" href={paths.signIn(to)}>
          Sign in with email and password instead
        </a>
      }
    >
      <form method="get" className="grid gap-4">
        {to ? <input type="hidden" name="to" value={to} /> : null}
        <TextInput
          id="organization"
          name="organization"
          label="Organization"
          hint="Its name, as it stands in the address of its pages."
          defaultValue={suggested}
          autoComplete="organization"
          maxLength={100}
          required
        />
        <div className="action-bar">
          <Button kind="primary">Continue</Button>
        </div>
      </form>
    </CardPage>
  );
}
