import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { type KeptForm, troubleOf } from "#app/http/trouble.ts";
import { Button } from "#app/ui/button.tsx";
import { CardPage } from "#app/ui/layout/card-page.tsx";
import { ErrorPage } from "#app/ui/layout/error-page.tsx";
import { KeptFields } from "./kept-fields.tsx";
import { SignInForm } from "./sign-in-form.tsx";

type Place = { homeHref?: string; inShell?: boolean };

/** The one page for everything that went wrong: a refusal, a lost session, a lost database, our own mistake. */
export function TroublePage({ homeHref = "/", inShell }: Place) {
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const trouble = isRouteErrorResponse(error) ? troubleOf(error.data) : {};
  if (trouble.signInTo) {
    return (
      <CardPage title="Sign in again" intro={sessionEnded(trouble.kept)}>
        <SignInForm to={trouble.signInTo} kept={trouble.kept} />
      </CardPage>
    );
  }
  if (trouble.kept && status >= 500) return <TryAgain status={status} kept={trouble.kept} {...trouble} />;
  return (
    <ErrorPage
      status={status}
      sentence={trouble.sentence}
      requestId={trouble.requestId}
      homeHref={homeHref}
      inShell={inShell}
    />
  );
}

function sessionEnded(kept: KeptForm | undefined): string {
  return kept
    ? "You were signed out, so nothing was sent. What you typed is kept: sign in and it is there again."
    : "You were signed out, so nothing was sent. It was too much to keep here: go back in your browser to copy it.";
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
