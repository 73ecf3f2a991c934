import { Forbidden } from "#app/domain/errors.ts";
import { getGrant } from "#app/domain/grants/grant-queries.server.ts";
import { isOpen, mayRevoke } from "#app/domain/grants/grant-rules.ts";
import { can } from "#app/domain/permissions.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import { memberLoader } from "#app/http/respond.server.ts";

/** A grant and what the reader can do with it. */
export const grantLoader = memberLoader((ctx, { params }) => loadGrant(ctx, params.grantId ?? ""));

/** The grant again, for whoever may take this step. Throws Forbidden for everybody else, whatever the grant's state. */
export const grantStepLoader = (step: "suspend" | "revoke", sentence: string) =>
  memberLoader(async (ctx, { params }) => {
    const shown = await loadGrant(ctx, params.grantId ?? "");
    if (shown[step] === undefined) throw new Forbidden(sentence);
    return shown;
  });

async function loadGrant(ctx: PageCtx, grantId: string) {
  const { leadIds, holderAccountId, ...grant } = await getGrant(ctx, grantId);
  const manages = can(ctx.actor, "grant.manage");
  const isOwn = holderAccountId === ctx.actor.accountId;
  const isLive = isOpen(grant.state);
  const over = grant.state === "revoked" ? "It was revoked." : "It has ended.";
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    grant,
    isOwn,
    /** absent: the reader never could; a text: why not now */
    suspend: manages
      ? isLive
        ? grant.state === "suspended"
          ? "It is suspended already."
          : null
        : over
      : undefined,
    resume:
      manages && grant.state === "suspended"
        ? isOwn
          ? "This grant is yours, so somebody else resumes it."
          : null
        : undefined,
    revoke: mayRevoke(ctx.actor, { holderAccountId, leadIds }) ? (isLive ? null : over) : undefined,
  };
}
