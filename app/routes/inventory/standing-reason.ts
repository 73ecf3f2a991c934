import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import type { InstallationDetail } from "#app/domain/inventory/installation-queries.server.ts";

/** `isMine`: the reader is its person. */
type Facts = Pick<
  InstallationDetail,
  "standing" | "blocks" | "grants" | "release" | "environment" | "drift" | "serverDrift" | "isPersonStopped"
> & {
  isMine: boolean;
};

/** Why an installation stands as it does, in one sentence. */
export function standingReason({
  standing,
  blocks,
  grants,
  release,
  environment,
  drift,
  serverDrift,
  isPersonStopped,
  isMine,
}: Facts): string {
  const block = blocks[0];
  const [latest] = grants;
  if (standing === "blocked" && block) return `The ${block.subject} is blocked: ${block.reason}`;
  if (standing === "blocked") return "The grant it rests on is suspended, so its calls are refused.";
  if (standing === "drifted" && drift && drift.class !== "note")
    return drift.change === "package_changed"
      ? "Another package stands here than the one that was approved. Its calls are refused."
      : "It is not started as it was approved. Its calls are refused.";
  if (standing === "drifted" && (serverDrift?.class === "block" || isRefused(serverDrift?.whole)))
    return "The server is not what was approved. Every call to it is refused until somebody decides.";
  if (standing === "drifted" && isPersonStopped)
    return `Another installation of ${isMine ? "yours" : "this person's"} is not started as it was approved, in a way that is not let through. Every call of ${isMine ? "yours" : "theirs"} to this server is refused until somebody decides.`;
  if (standing === "drifted")
    return "The server's tools are not those that were approved. Calls to changed and new tools are refused.";
  if (standing === "over_scope") {
    const granted = grants.flatMap((grant) => (grant.release ? [grant.release] : []));
    return `The grant is for release ${granted[0] ?? "another one"}; this one starts ${release ?? "whatever is newest"}.`;
  }
  if (standing === "lapsed")
    return latest?.revokedAt ? "The last grant was revoked." : `The last grant for ${environment} ended.`;
  if (standing === "unapproved")
    return `Nobody approved this server for ${isMine ? "you" : "this person"} in ${environment}.`;
  return latest ? `Approved by ${latest.by} for ${latest.to}.` : "A grant allows it.";
}

function isRefused(drift: DriftClass | null | undefined): boolean {
  return drift === "block" || drift === "re_approve";
}
