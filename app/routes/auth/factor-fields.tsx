import type { ProofWays } from "#app/domain/identity/proof-rules.ts";
import { takesCodes } from "#app/domain/identity/proof-rules.ts";
import type { formState } from "#app/http/form-answer.ts";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { PasskeyButton } from "#app/ui/passkey-button.tsx";

type FactorFieldsProps = {
  ways: ProofWays;
  challengeHref: string;
  state: ReturnType<typeof formState>;
};

/** The fields of a second factor: a code where codes are taken, a passkey where there is one. */
export function FactorFields({ ways, challengeHref, state }: FactorFieldsProps) {
  return (
    <>
      {takesCodes(ways) ? (
        <TextInput
          id="oneTimeCode"
          name="oneTimeCode"
          label={ways.authenticator ? "Code" : "Recovery code"}
          hint={
            ways.authenticator
              ? "Six digits from your authenticator app, or one of your recovery codes."
              : "One of the codes you stored when you added the passkey."
          }
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          required
          error={state.error("oneTimeCode")}
        />
      ) : null}
      {ways.passkey ? (
        <PasskeyButton challengeHref={challengeHref} does="use">
          Use a passkey
        </PasskeyButton>
      ) : null}
    </>
  );
}
