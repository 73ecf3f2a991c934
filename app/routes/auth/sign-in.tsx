import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Invalid } from "#app/domain/errors.ts";
import { checkSignIn } from "#app/domain/identity/check-sign-in.server.ts";
import { signInByPasskey } from "#app/domain/identity/sign-in-by-passkey.server.ts";
import { SignInInput } from "#app/domain/identity/sign-in-inputs.ts";
import { enterAfterPassword } from "#app/http/enter.server.ts";
import { takeSaid } from "#app/http/flash.server.ts";
import { type Done, openForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { takeAnswer } from "#app/http/passkey.server.ts";
import { localPath, paths } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { openSession, readSession } from "#app/http/session.server.ts";
import { countTry, forgetTries } from "#app/http/sign-in-limits.server.ts";
import { keptIn } from "#app/http/trouble.ts";
import { Banner } from "#app/ui/banner.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { KeptPage } from "./kept-page.tsx";
import { postedTexts, refusedTexts } from "./posted-texts.ts";
import { type HalfWay, SecondFactorForm, type SignedInWith } from "./second-factor-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Castellan" }];

export const loader = openLoader(async (edge, { request, url }) => {
  const to = localPath(url.searchParams.get("to"));
  if (await readSession(edge, request)) throw redirect(to ?? "/");
  const { said, forget } = takeSaid(request);
  return data({ to, said }, forget ? { headers: { "Set-Cookie": forget } } : {});
});

const WRONG = "Email or password is not right. Nothing was changed. Try again, or reset the password.";

export const action = openForm({
  input: SignInInput,
  run: async (edge, input, { request, posted }) => {
    const to = localPath(input.to) ?? "/";
    const kept = keptIn(postedTexts(posted));
    if (input.passkey) {
      await countTry(edge, input.passkey.id, "passkey");
      const asked = { kind: "passkey_sign_in", accountId: null, signed: input.passkey } as const;
      const { accountId } = await signInByPasskey(edge, await takeAnswer(edge, request, asked));
      return { asked: to, to, kept, headers: await openSession(edge, request, accountId), ways: undefined };
    }
    await countTry(edge, input.email);
    const account = await checkSignIn(edge, input);
    if (!account) throw new Invalid(WRONG);
    await forgetTries(edge, input.email);
    return { asked: to, kept, ...(await enterAfterPassword(edge, request, { ...account, to })) };
  },
  done: (_edge, { headers, asked, to, kept, ways }): Done<SignedInWith | HalfWay> => {
    const action = localPath(kept?.action);
    if (!kept || !action) return { to, headers };
    const ours = { ...kept, action };
    return { shown: ways ? { ways, to: asked, kept: ours } : { kept: ours }, headers };
  },
});

export default function SignIn() {
  const { to, said } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer && "shown" in answer) {
    if ("ways" in answer.shown) return <SecondFactorForm {...answer.shown} />;
    return <KeptPage kept={answer.shown.kept} />;
  }
  const { refused, value } = formState(answer);
  const kept = keptIn(refusedTexts(refused?.values));
  return (
    <CardPage
      title="Sign in"
      foot={
        <>
          <a className="link" href={paths.openidOrganization(value("to", to))}>
            Sign in through your organization
          </a>
          <p>No account? Whoever runs Castellan in your organization can invite you.</p>
        </>
      }
    >
      {said ? <Banner kind="info">{said}</Banner> : null}
      <SignInForm to={value("to", to)} refused={refused} kept={kept} />
    </CardPage>
  );
}
