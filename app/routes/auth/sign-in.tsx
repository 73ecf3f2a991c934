import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Invalid } from "#app/domain/errors.ts";
import { checkSignIn } from "#app/domain/identity/check-sign-in.server.ts";
import { SignInInput } from "#app/domain/identity/sign-in-inputs.ts";
import { takeSaid } from "#app/http/flash.server.ts";
import { type Done, openForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { localPath } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { openSession, readSession } from "#app/http/session.server.ts";
import { countTry, forgetTries } from "#app/http/sign-in-limits.server.ts";
import { type KeptForm, keptIn } from "#app/http/trouble.ts";
import { Banner } from "#app/ui/banner.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { KeptPage } from "./kept-page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Castellan" }];

export const loader = openLoader(async (edge, { request, url }) => {
  const to = localPath(url.searchParams.get("to"));
  if (await readSession(edge, request)) throw redirect(to ?? "/");
  const { said, forget } = takeSaid(request);
  return data({ to, said }, forget ? { headers: { "Set-Cookie": forget } } : {});
});

const WRONG = "Email or password is not right. Nothing was changed. Try again, or ask an admin for help.";

export const action = openForm({
  input: SignInInput,
  run: async (edge, input, { request, posted }) => {
    await countTry(edge, input.email);
    const account = await checkSignIn(edge, input);
    if (!account) throw new Invalid(WRONG);
    await forgetTries(edge, input.email);
    const headers = await openSession(edge, request, account.accountId);
    return { headers, to: localPath(input.to) ?? "/", kept: keptIn(textsOf(posted)) };
  },
  done: (_edge, { headers, to, kept }): Done<KeptForm> => {
    const action = localPath(kept?.action);
    return kept && action ? { shown: { ...kept, action }, headers } : { to, headers };
  },
});

function textsOf(posted: FormData): [string, string][] {
  return [...posted].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
}

export default function SignIn() {
  const { to, said } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer && "shown" in answer) return <KeptPage kept={answer.shown} />;
  const { refused, value } = formState(answer);
  const values = Object.entries(refused?.values ?? {}).flatMap(([name, texts]) =>
    texts.map((text): [string, string] => [name, text]),
  );
  return (
    <CardPage title="Sign in" foot="No account? Whoever runs Castellan in your organization can invite you.">
      {said ? <Banner kind="info">{said}</Banner> : null}
      <SignInForm to={value("to", to)} refused={refused} kept={keptIn(values)} />
    </CardPage>
  );
}
