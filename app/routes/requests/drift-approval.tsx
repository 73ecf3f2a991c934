import { type FormAnswer, formState } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { ErrorSummary } from "#app/ui/form/error-summary.tsx";
import { TextArea } from "#app/ui/form/text-area.tsx";
import type { RequestPage } from "./request-page.server.ts";

type DriftApprovalProps = { page: RequestPage; answer: FormAnswer | undefined; queue: boolean };

/** Accept what a server changed to, as a whole: its tools are pinned anew and every grant goes on as it is. */
export function DriftApproval({ page: { request, org }, answer, queue }: DriftApprovalProps) {
  const { refused, error, value, summary } = formState(answer);
  const action = `${paths.requestStep(org, request.id, "approval")}${queue ? "?from=queue" : ""}`;
  const why = request.actions.approve;
  return (
    <form method="post" action={action} className="grid gap-4">
      {refused ? <ErrorSummary title={refused.sentence} errors={summary()} /> : null}
      {request.manifest ? (
        <input type="hidden" name="seenManifestId" value={value("seenManifestId", request.manifest.id)} />
      ) : null}
      <input type="hidden" name="askedEnd" value={request.endsAt.toISOString()} />
      <input type="hidden" name="allTools" value="yes" />
      <Banner
        kind="drift"
        action={
          <a className="link" href={paths.serverDrift(org, request.server.id)}>
            See every difference
          </a>
        }
      >
        Accepting makes what it lists now the approved state for everybody who has it. No grant becomes longer
        or wider. Denying leaves it refused.
      </Banner>
      <TextArea
        id="reason"
        name="reason"
        label="Reason"
        rows={2}
        optional
        maxLength={2_000}
        defaultValue={value("reason")}
        error={error("reason")}
      />
      <div className="action-bar action-bar-fixed">
        <ButtonLink href="#denial">Deny…</ButtonLink>
        <Button
          kind="primary"
          id="approve"
          icon="stamp"
          data-key="a"
          data-key-label="To the approval"
          {...(why === null ? {} : { unavailable: why })}
        >
          Accept the changes
        </Button>
      </div>
    </form>
  );
}
