import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Conflict } from "#app/domain/errors.ts";
import { passSecondFactor, STEP_IS_OVER } from "#app/domain/identity/pass-second-factor.server.ts";
import { SecondFactorInput } from "#app/domain/identity/proof-inputs.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { findStep } from "#app/domain/identity/sign-in-step.server.ts";
import { forgetStep, readStep } from "#app/http/browser-cookie.server.ts";
import { type Done, openForm } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { takeAnswer } from "#app/http/passkey.server.ts";
import { localPath } from "#app/http/paths.ts";
import { openLoader } from "#app/http/respond.server.ts";
import { openSession } from "#app/http/session.server.ts";
import { countTry, forgetTries } from "#app/http/sign-in-limits.server.ts";
import { keptIn } from "#app/http/trouble.ts";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { KeptPage } from "./kept-page.tsx";
import { postedTexts, refusedTexts } from "./posted-texts.ts";
import { SecondFactorForm, type SignedInWith } from "./second-factor-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const meta: MetaFunction = () => [{ title: "Second factor · Castellan" }];

export const loader = openLoader(async (edge, { request, url }) => {
  const secret = readStep(request, "step");
  const step = secret === undefined ? undefined : await findStep(edge, secret, "second_factor");
  const ways = step?.accountId ? await findProofWays(edge.db, step.accountId) : null;
  return { ways, to: localPath(url.searchParams.get("to")) ?? "/" };
});

export const action = openForm({
  input: SecondFactorInput,
  run: async (edge, input, { request, posted }) => {
    const secret = readStep(request, "step");
    const step = secret === undefined ? undefined : await findStep(edge, secret, "second_factor");
    if (!secret || !step?.accountId) throw new Conflict(STEP_IS_OVER);
    const { accountId } = step;
    await countTry(edge, accountId, "second-factor");
    const passkey = await takeAnswer(edge, request, {
      kind: "passkey_proof",
      accountId,
      signed: input.passkey,
    });
    await passSecondFactor(edge, { accountId, secret, code: input.oneTimeCode, passkey });
    await forgetTries(edge, accountId, "second-factor");
    const headers = await openSession(edge, request, accountId);
    headers.append("Set-Cookie", forgetStep("step"));
    return { headers, to: localPath(input.to) ?? "/", kept: keptIn(postedTexts(posted)) };
  },
  done: (_edge, { headers, to, kept }): Done<SignedInWith> => {
    const action = localPath(kept?.action);
    return kept && action ? { shown: { kept: { ...kept, action } }, headers } : { to, headers };
  },
});

export default function SecondFactor() {
  const { ways, to } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer && "shown" in answer) return <KeptPage kept={answer.shown.kept} />;
  const { refused, value } = formState(answer);
  const kept = keptIn(refusedTexts(refused?.values));
  if (ways) return <SecondFactorForm ways={ways} to={value("to", to)} kept={kept} refused={refused} />;
  return (
    <CardPage title="Sign in" intro={refused ? undefined : "Signing in begins with your password."}>
      <SignInForm to={value("to", to)} kept={kept} refused={refused} />
    </CardPage>
  );
}
