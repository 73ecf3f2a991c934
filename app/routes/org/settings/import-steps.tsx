import type { MemberImportRow } from "#app/domain/identity/member-import-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { FollowWork } from "#app/ui/follow-work.tsx";
import { ShareBar } from "#app/ui/share-bar.tsx";
import { peopleOf } from "./import-words.ts";

type ImportStepsProps = {
  org: string;
  found: Pick<MemberImportRow, "id" | "state" | "ready" | "invited" | "refused">;
  sendsMail: boolean;
};

/** What can be done with an import as it stands. */
export function ImportSteps({ org, found, sendsMail }: ImportStepsProps) {
  const { id, state, ready } = found;
  const discard = (word: string) => (
    <ButtonLink href={paths.withdrawMemberImport(org, id)}>{word}</ButtonLink>
  );
  if (state === "running") {
    return (
      <div className="mb-6 grid gap-3">
        <ShareBar part={found.invited + found.refused} base={ready} none="Nobody to invite" />
        <p className="hint">
          <FollowWork what="People are being invited." />
        </p>
        <div className="action-bar">
          <ButtonLink href={paths.memberImport(org, id)} kind="primary" icon="rotate-ccw">
            Look again
          </ButtonLink>
          {discard("Stop…")}
        </div>
      </div>
    );
  }
  if (state !== "checked") {
    return (
      <div className="action-bar mb-6">
        <ButtonLink href={paths.settings(org, "invitations")}>Open invitations</ButtonLink>
        <ButtonLink href={paths.memberImports(org)}>Import more</ButtonLink>
      </div>
    );
  }
  return (
    <form method="post" className="mb-6 grid gap-3">
      {sendsMail ? null : (
        <p className="hint">
          Mail is not set up here: nobody gets a link by mail. Open each invitation and send its link
          yourself.
        </p>
      )}
      <div className="action-bar">
        {ready > 0 ? (
          <Button kind="primary" icon="mail">
            Invite {peopleOf(ready)}
          </Button>
        ) : (
          <ButtonLink href={paths.memberImports(org)} kind="primary" icon="upload">
            Choose another file
          </ButtonLink>
        )}
        {discard("Discard…")}
      </div>
    </form>
  );
}
