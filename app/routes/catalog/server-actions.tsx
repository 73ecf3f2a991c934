import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";

type ServerActionsProps = {
  org: string;
  serverId: string;
  isBlocked: boolean;
  hasDrifted: boolean;
  /** A request for it that waits on the viewer. */
  waitingRequestId: string | null;
  mayAsk: boolean;
  mayBlock: boolean;
};

/** One filled button at most: decide what waits, else look at what changed, else ask. */
export function ServerActions(props: ServerActionsProps) {
  const { org, serverId, isBlocked, hasDrifted, waitingRequestId, mayAsk, mayBlock } = props;
  const review = hasDrifted && mayBlock && waitingRequestId === null;
  const askKind = waitingRequestId === null && !review ? "primary" : "outline";
  return (
    <>
      {mayBlock ? (
        isBlocked ? (
          <ButtonLink href={paths.liftBlock(org, serverId)} icon="undo-2">
            Lift block
          </ButtonLink>
        ) : (
          <ButtonLink href={paths.block(org, serverId)} kind="danger-outline" icon="ban">
            Block server
          </ButtonLink>
        )
      ) : null}
      {mayAsk ? (
        isBlocked ? (
          <Button id="request-access" unavailable="It is blocked, so nobody can use it now.">
            Request access
          </Button>
        ) : (
          <ButtonLink href={`${paths.newRequest(org)}?server=${serverId}`} kind={askKind}>
            Request access
          </ButtonLink>
        )
      ) : null}
      {waitingRequestId ? (
        <ButtonLink href={`${paths.approvals(org)}?open=${waitingRequestId}`} kind="primary">
          Decide request
        </ButtonLink>
      ) : null}
      {review ? (
        <ButtonLink href={paths.serverDrift(org, serverId)} kind="primary">
          Review drift
        </ButtonLink>
      ) : null}
    </>
  );
}
