import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ProofInput } from "#app/domain/identity/proof-inputs.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { proveAccount } from "#app/domain/identity/prove-account.server.ts";
import { accountForm, type Done } from "#app/http/form.server.ts";
import { formState } from "#app/http/form-answer.ts";
import { takeAnswer } from "#app/http/passkey.server.ts";
import { localPath, paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { rotateSession } from "#app/http/session.server.ts";
import { countTry, forgetTries } from "#app/http/sign-in-limits.server.ts";
import { type KeptForm, keptIn } from "#app/http/trouble.ts";
import { KeptPage } from "#app/routes/auth/kept-page.tsx";
import { postedTexts, refusedTexts } from "#app/routes/auth/posted-texts.ts";
import { ProofForm } from "#app/routes/auth/proof-form.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";

export const meta: MetaFunction = () => [{ title: "Prove that it is you · Castellan" }];

export const loader = accountLoader(async ({ db, account }, { url }) => ({
  to: localPath(url.searchParams.get("to")),
  email: account.email,
  ways: await findProofWays(db, account.accountId),
}));

export const action = accountForm({
  input: ProofInput,
  run: async (ctx, input, { request, posted }) => {
    const { accountId } = ctx.account;
    await countTry(ctx, accountId, "proof");
    const asked = { kind: "passkey_proof", accountId, signed: input.passkey } as const;
    const passkey = await takeAnswer(ctx, request, asked);
    await proveAccount(ctx, { password: input.password, code: input.oneTimeCode, passkey });
    await forgetTries(ctx, accountId, "proof");
    const cookie = await rotateSession(ctx);
    return { cookie, to: localPath(input.to) ?? paths.account(), kept: keptIn(postedTexts(posted)) };
  },
  done: (_ctx, { cookie, to, kept }): Done<KeptForm> => {
    const headers = { "Set-Cookie": cookie };
    const action = localPath(kept?.action);
    return kept && action ? { shown: { ...kept, action }, headers } : { to, headers };
  },
});

export default function ProofPage() {
  const { to, ways, email } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer && "shown" in answer) return <KeptPage kept={answer.shown} after="proof" />;
  const { refused, value } = formState(answer);
  return (
    <CardPage
      title="Prove that it is you"
      intro={`You are signed in as ${email}. What comes next cannot be undone or opens much, so it is asked again.`}
    >
      <ProofForm
        ways={ways}
        to={value("to", to)}
        refused={refused}
        kept={keptIn(refusedTexts(refused?.values))}
      />
    </CardPage>
  );
}
