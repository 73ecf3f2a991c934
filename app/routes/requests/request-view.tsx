import type { FormAnswer } from "#app/http/form-answer.ts";
import { paths, type RequestStep } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { Identity } from "#app/ui/identity.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { requestLook } from "#app/ui/tones.ts";
import { AgentLine } from "./agent-line.tsx";
import { ApprovalForm } from "./approval-form.tsx";
import { BlockedBanner } from "./blocked-banner.tsx";
import { DecidersLine } from "./deciders-line.tsx";
import { DriftApproval } from "./drift-approval.tsx";
import { TextStep } from "./other-decisions.tsx";
import { RequestEvidence } from "./request-evidence.tsx";
import { RequestHistory } from "./request-history.tsx";
import type { RequestPage } from "./request-page.server.ts";
import { driftAsked, requestSentence } from "./request-sentence.ts";
import { RequestSnippet } from "./request-snippet.tsx";

export type StepAnswer = { step: RequestStep; answer: FormAnswer | undefined };
type RequestViewProps = {
  page: RequestPage;
  posted?: StepAnswer | undefined;
  queue?: boolean;
  heading: "h1" | "h2";
};

const DECISION_STEPS = ["approval", "denial", "question"];

/** A request with everything on one screen: what is asked, why, the evidence, the decision and what happened. */
export function RequestView({ page, posted, queue = false, heading: Heading }: RequestViewProps) {
  const { request, org, zone, now } = page;
  const { actions } = request;
  const listed = request.manifest ? request.tools.length : null;
  const answerOf = (step: RequestStep) => (posted?.step === step ? posted.answer : undefined);
  const isOpen =
    actions.deny === null ||
    request.state === "pending_approval" ||
    request.state === "waiting_for_requester";
  const lost =
    posted && !isOpen && posted.answer && "refused" in posted.answer ? posted.answer.refused : undefined;
  return (
    <article className="min-w-0">
      {lost ? (
        <div className="mb-4">
          <Banner kind="problem">{lost.sentence}</Banner>
        </div>
      ) : null}
      {!lost && isOpen && request.blockReason ? <BlockedBanner reason={request.blockReason} /> : null}
      <header className="mb-6 grid gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Heading tabIndex={-1} className="text-xl wrap-anywhere">
            {request.kind === "drift" ? "Changes of" : "Access to"}{" "}
            <a href={paths.server(org, request.server.id)}>
              <Identity identity={request.server.identity} limit={80} wraps />
            </a>
          </Heading>
          <Status look={requestLook[request.state]} />
          <RiskBadge risk={request.risk} noun="risk" />
        </div>
        <div className="max-w-[72ch] text-base">
          {request.kind === "drift"
            ? driftAsked(request)
            : requestSentence({ ...request, tools: request.toolNames }, listed, zone, isOpen)}{" "}
          <SafeText text={request.reason} quoted />
        </div>
        {request.agent ? <AgentLine agent={request.agent} page={page} /> : null}
        <p className="text-muted">
          {request.because.length > 0 ? `Risk: ${request.because.join("; ")}. ` : ""}
          {request.release ? `Only release ${request.release}. ` : ""}
          {isOpen ? (
            <>
              Expires <RelativeTime at={request.expiresAt} now={now} zone={zone} exact />.
            </>
          ) : null}
          {request.decision?.grantId ? (
            <a className="link" href={paths.grant(org, request.decision.grantId)}>
              See what was granted
            </a>
          ) : null}
        </p>
        {isOpen && !actions.isDecider ? (
          <div className="text-muted">
            Can decide:{" "}
            <DecidersLine
              deciders={request.deciders}
              deadEnd={
                request.deciders.length === 0
                  ? "Nobody can decide this now. Ask an owner or admin to invite somebody with the role security or approver."
                  : null
              }
            />
          </div>
        ) : null}
      </header>
      {page.snippet ? <RequestSnippet page={page} snippet={page.snippet} /> : null}
      {actions.isRequester && request.state === "waiting_for_requester" ? (
        <TextStep page={page} step="answer" answer={answerOf("answer")} />
      ) : null}
      {isOpen && actions.isDecider ? (
        <Section
          title="Decide"
          actions={
            <ButtonLink href="#question" kind="quiet">
              Ask a question
            </ButtonLink>
          }
        >
          {request.kind === "drift" ? (
            <DriftApproval key={request.id} page={page} answer={answerOf("approval")} queue={queue} />
          ) : (
            <ApprovalForm key={request.id} page={page} answer={answerOf("approval")} queue={queue} />
          )}
        </Section>
      ) : null}
      <RequestEvidence page={page} />
      {isOpen && actions.isDecider ? (
        <div className="grid gap-x-8 lg:grid-cols-2">
          <TextStep page={page} step="denial" answer={answerOf("denial")} queue={queue} />
          <TextStep page={page} step="question" answer={answerOf("question")} queue={queue} />
        </div>
      ) : null}
      <RequestHistory page={page} />
      {actions.isRequester && actions.withdraw === null ? (
        <form method="post" action={paths.requestStep(org, request.id, "withdrawal")}>
          <Button icon="undo-2">Withdraw request</Button>
        </form>
      ) : null}
      {isOpen && !actions.isDecider && posted && DECISION_STEPS.includes(posted.step) ? (
        <p className="hint">{actions.approve}</p>
      ) : null}
    </article>
  );
}
