import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { useState } from "react";
import { type KeptForm, troubleOf } from "#app/http/trouble.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { unansweredSubmission } from "#app/ui/last-submission.ts";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { ErrorPage } from "#app/ui/layout/error-page.tsx";
import { KeptFields } from "./kept-fields.tsx";
import { KeptText } from "./kept-text.tsx";
import { ProofForm } from "./proof-form.tsx";
import { ProviderProof } from "./provider-proof.tsx";
import { SignInForm } from "./sign-in-form.tsx";

type Place = { homeHref?: string; inShell?: boolean };

/** The one page for everything that went wrong: a refusal, a lost session, a lost database, our own mistake. */
export function TroublePage({ homeHref = "/", inShell }: Place) {
  const error = useRouteError();
  // Read while drawing: the navigation forgets it right after.
  const [unanswered] = useState(unansweredSubmission);
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const trouble = isRouteErrorResponse(error) ? troubleOf(error.data) : {};
  if (trouble.signInTo) {
    return (
      <CardPage title="Sign in again" intro={sessionEnded(trouble.kept)}>
        <SignInForm to={trouble.signInTo} kept={trouble.kept} />
      </CardPage>
    );
  }
  if (trouble.prove) {
    return (
      <CardPage title="Prove that it is you" intro={`${trouble.sentence ?? ""} ${proofNeeded(trouble.kept)}`}>
        <ProofForm {...trouble.prove} kept={trouble.kept} />
      </CardPage>
    );
  }
  if (trouble.proveAt) {
    return (
      <CardPage title="Prove that it is you" intro={`${trouble.sentence ?? ""} ${proofNeeded(trouble.kept)}`}>
        <ProviderProof {...trouble.proveAt} kept={trouble.kept} />
      </CardPage>
    );
  }
  if (unanswered && !isRouteErrorResponse(error)) return <Unanswered kept={unanswered} />;
  if (trouble.kept && status >= 500) return <TryAgain status={status} kept={trouble.kept} {...trouble} />;
  return (
    <ErrorPage
      status={status}
      sentence={trouble.sentence}
      requestId={trouble.requestId}
      homeHref={homeHref}
      inShell={inShell}
    >
      {trouble.kept ? <KeptText kept={trouble.kept} /> : null}
    </ErrorPage>
  );
}

function sessionEnded(kept: KeptForm | undefined): string {
  return kept
    ? "You were signed out, so nothing was sent. What you typed is kept: sign in and it is there again."
    : "You were signed out, so nothing was sent. It was too much to keep here: go back in your browser to copy it.";
}

function proofNeeded(kept: KeptForm | undefined): string {
  return kept
    ? "What you typed is kept and comes back afterwards."
    : "It was too much to keep here: go back in your browser to copy it.";
}

/** The form went out and nothing we understand came back: it may or may not have been carried out. */
function Unanswered({ kept }: { kept: KeptForm }) {
  return (
    <CardPage
      title="No answer came"
      intro="The connection was lost before Castellan answered, so it may or may not have been done. What you typed is kept on this page. Look first, then try again."
    >
      <form method="post" action={kept.action} className="grid gap-4">
        <KeptFields kept={kept} />
        <div className="action-bar">
          <ButtonLink href={kept.action} target="_blank">
            Look in a new window
          </ButtonLink>
          <Button kind="primary">Try again</Button>
        </div>
      </form>
    </CardPage>
  );
}

function TryAgain({ status, kept, requestId }: { status: number; kept: KeptForm; requestId?: string }) {
  const away = status === 503;
  return (
    <CardPage
      title={away ? "Castellan cannot reach its database" : "Something broke on our side"}
      intro={
        away
          ? "The database does not answer. Nothing was changed and what you typed is kept on this page. Try again in a moment."
          : "Nothing was saved and what you typed is kept on this page. Try again, or tell your admin the request id."
      }
    >
      <form method="post" action={kept.action} className="grid gap-4">
        <KeptFields kept={kept} />
        <div className="action-bar">
          <Button kind="primary">Try again</Button>
        </div>
      </form>
      {requestId ? (
        <p className="text-muted text-xs">
          Request id <code>{requestId}</code>
        </p>
      ) : null}
    </CardPage>
  );
}
