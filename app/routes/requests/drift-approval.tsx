import type { FormAnswer } from "#app/http/form-answer.ts";
import { paths } from "#app/http/paths.ts";
import { Banner } from "#app/ui/banner.tsx";
import { DecisionForm } from "./decision-form.tsx";
import type { RequestPage } from "./request-page.server.ts";

type DriftApprovalProps = { page: RequestPage; answer: FormAnswer | undefined; queue: boolean };

/** Accept what a server or an installation changed to, as a whole: it is pinned anew and every grant goes on as it is. */
export function DriftApproval({ page, answer, queue }: DriftApprovalProps) {
  const { request, org } = page;
  return (
    <DecisionForm page={page} answer={answer} queue={queue} verb="Accept the changes">
      <input type="hidden" name="allTools" value="yes" />
      <Banner
        kind="drift"
        action={
          <a className="link" href={paths.serverDrift(org, request.server.id)}>
            See every difference
          </a>
        }
      >
        {wordsOf(request.launchDrift?.change)} No grant becomes longer or wider. Denying leaves it refused.
      </Banner>
    </DecisionForm>
  );
}

function wordsOf(change: string | undefined): string {
  if (change === undefined) {
    return "Accepting makes what it lists now the approved state for everybody who has it.";
  }
  return change === "package_changed"
    ? "Accepting makes the other package the approved one at this installation. Its calls still need a grant for that package."
    : "Accepting makes how it is started now the approved state of this installation, and of no other.";
}
