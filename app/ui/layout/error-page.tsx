import type { ReactNode } from "react";
import { ButtonLink } from "../button-link.tsx";
import { CopyButton } from "../copy-button.tsx";
import { CardPage } from "./card-page.tsx";

type ErrorPageProps = {
  /** HTTP status of the answer. */
  status: number;
  /** The sentence the product itself gave (a refusal, a conflict); replaces the general one. */
  sentence?: string;
  requestId?: string;
  /** Where to go on: the organization's first page, or sign-in. */
  homeHref: string;
  /** Inside the shell only the content is drawn; without it a card of its own. */
  inShell?: boolean;
  /** What was typed, to be copied. */
  children?: ReactNode;
};

type ErrorTexts = { title: string; sentence: string; retry?: true };

const texts: Record<number, ErrorTexts> = {
  400: {
    title: "This could not be read",
    sentence:
      "The form was not complete, so nothing was changed. Go back, look at what you entered, and send it again.",
  },
  403: {
    title: "You cannot do this here",
    sentence:
      "Your role does not include it. Nothing was changed. Ask an owner or security of this organization.",
  },
  404: {
    title: "Nothing here",
    sentence: "There is no such page, or it belongs to an organization you are not in. Nothing was changed.",
  },
  409: {
    title: "Somebody was faster",
    sentence:
      "This changed while you were looking at it. Your choice was not saved. Look at the current state and decide again.",
    retry: true,
  },
  413: {
    title: "This is too large",
    sentence: "What you sent is larger than this page takes. Nothing was stored. Send a smaller part.",
  },
  422: {
    title: "This was not accepted",
    sentence: "A value does not fit. Nothing was changed. Go back and correct it.",
  },
  429: {
    title: "Too many tries",
    sentence: "There were too many tries from here. Nothing was changed. Wait a few minutes, then try again.",
    retry: true,
  },
  500: {
    title: "Something broke on our side",
    sentence: "Nothing was saved. Try again, or tell your admin the request id.",
    retry: true,
  },
  503: {
    title: "Castellan cannot reach its database",
    sentence:
      "The database does not answer. Nothing was changed, and what you typed is kept if you go back. Try again in a moment.",
    retry: true,
  },
};

/** What happened, what was kept, what to do; and the request id for whoever looks into it. */
export function ErrorPage({ status, sentence, requestId, homeHref, inShell, children }: ErrorPageProps) {
  const text = texts[status] ?? texts[500];
  if (!text) return null;
  const body: ReactNode = (
    <>
      {children}
      <div className="action-bar">
        {text.retry ? (
          <ButtonLink href="" kind="primary" data-reload="">
            {status === 409 ? "Show the current state" : "Try again"}
          </ButtonLink>
        ) : null}
        <ButtonLink href={homeHref} kind={text.retry ? "outline" : "primary"}>
          Go to the first page
        </ButtonLink>
      </div>
      {requestId ? (
        <p className="flex flex-wrap items-center gap-1 text-muted text-xs">
          Request id <code>{requestId}</code>{" "}
          <CopyButton text={requestId} label="Copy request id" kind="icon" />
        </p>
      ) : null}
    </>
  );
  if (!inShell) {
    return (
      <CardPage title={text.title} intro={sentence ?? text.sentence}>
        {body}
      </CardPage>
    );
  }
  return (
    <div className="grid max-w-[640px] gap-4 pt-6">
      <div>
        <h1 tabIndex={-1} className="text-xl">
          {text.title}
        </h1>
        <p className="mt-1 text-base text-muted">{sentence ?? text.sentence}</p>
      </div>
      {body}
    </div>
  );
}
