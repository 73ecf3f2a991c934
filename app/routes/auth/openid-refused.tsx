import { OPENID_REFUSALS, type OpenidRefusal } from "#app/domain/identity/openid-words.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";

type OpenidRefusedProps = {
  why: OpenidRefusal;
  org: string;
  /** Where the person came from, when it was not a sign-in. */
  back?: string;
};

/** Why a sign-in through a provider did not work, and the two ways on. */
export function OpenidRefused({ why, org, back }: OpenidRefusedProps) {
  return (
    <CardPage title="The sign-in did not work" intro={OPENID_REFUSALS[why][1]}>
      <div className="action-bar">
        {back ? (
          <ButtonLink href={back} kind="primary">
            Back
          </ButtonLink>
        ) : (
          <>
            <ButtonLink href={paths.openidSignIn(org)} kind="primary">
              Start again
            </ButtonLink>
            <ButtonLink href={paths.signIn()}>Use email and password</ButtonLink>
          </>
        )}
      </div>
    </CardPage>
  );
}
