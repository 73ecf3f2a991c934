import { type ProofWays, takesCodes } from "#app/domain/identity/proof-rules.ts";
import { formState, type Refusal } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { KEPT_ACTION, KEPT_PREFIX, type KeptForm } from "#app/http/trouble.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { FactorFields } from "./factor-fields.tsx";
import { KeptFields } from "./kept-fields.tsx";

/** The password was right and a second factor is asked for: nothing is open yet. */
export type HalfWay = { ways: ProofWays; to: string; kept?: KeptForm };
/** Signed in, in the middle of a form. */
export type SignedInWith = { kept: KeptForm };

/** The second half of signing in, with a form that was lost travelling along. */
export function SecondFactorForm({ ways, to, kept, refused }: HalfWay & { refused?: Refusal }) {
  const state = formState(refused ? { refused } : undefined);
  return (
    <CardPage
      title="Second factor"
      intro="Your password is right. One more proof, and you are signed in."
      foot={
        <a className="link" href={paths.signIn(to)}>
          Start again
        </a>
      }
    >
      <form method="post" action={paths.secondFactor()} className="grid gap-4" data-reload="">
        {refused ? <ErrorSummary title={refused.sentence} errors={state.summary()} /> : null}
        <input type="hidden" name="to" value={to} />
        {kept ? (
          <>
            <input type="hidden" name={KEPT_ACTION} value={kept.action} />
            <KeptFields kept={kept} prefix={KEPT_PREFIX} />
          </>
        ) : null}
        <FactorFields ways={ways} challengeHref={`${paths.secondFactor()}/challenge`} state={state} />
        {takesCodes(ways) ? (
          <div className="action-bar">
            <Button kind="primary">Sign in</Button>
          </div>
        ) : null}
      </form>
    </CardPage>
  );
}
