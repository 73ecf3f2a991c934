import {
  hasSecondFactor,
  mayProveByPassword,
  type ProofWays,
  takesCodes,
} from "#app/domain/identity/proof-rules.ts";
import { formState, type Refusal } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { KEPT_ACTION, KEPT_PREFIX, type KeptForm } from "#app/http/trouble.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { FactorFields } from "./factor-fields.tsx";
import { KeptFields } from "./kept-fields.tsx";

type ProofFormProps = { ways: ProofWays; to?: string; kept?: KeptForm; refused?: Refusal };

/** Whichever proof the account has, before a step that cannot be undone; the form that asked for it travels along. */
export function ProofForm({ ways, to, kept, refused }: ProofFormProps) {
  const state = formState(refused ? { refused } : undefined);
  if (!mayProveByPassword(ways) && !hasSecondFactor(ways)) return <NoWay />;
  return (
    <form method="post" action={paths.proof()} className="grid gap-4" data-reload="">
      {refused ? <ErrorSummary title={refused.sentence} errors={state.summary()} /> : null}
      {to ? <input type="hidden" name="to" value={to} /> : null}
      {kept ? (
        <>
          <input type="hidden" name={KEPT_ACTION} value={kept.action} />
          <KeptFields kept={kept} prefix={KEPT_PREFIX} />
        </>
      ) : null}
      {mayProveByPassword(ways) ? (
        <TextInput
          id="password"
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          error={state.error("password")}
        />
      ) : (
        <FactorFields ways={ways} challengeHref={`${paths.proof()}/challenge`} state={state} />
      )}
      {mayProveByPassword(ways) || takesCodes(ways) ? (
        <div className="action-bar">
          <Button kind="primary">Continue</Button>
        </div>
      ) : null}
    </form>
  );
}

/** Signing in is the proof of an account that is signed in to elsewhere. */
function NoWay() {
  return (
    <form method="post" action={paths.signOut} className="grid gap-4">
      <p>
        This account has no password and no second factor here. Sign out and sign in again: that is the proof.
      </p>
      <div className="action-bar">
        <Button kind="primary">Sign out</Button>
      </div>
    </form>
  );
}
