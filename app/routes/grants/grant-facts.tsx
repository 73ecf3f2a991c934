import type { GrantRow } from "#app/domain/grants/grant-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { holderName } from "./grant-words.ts";

type GrantFactsProps = { org: string; zone: string; now: Date; grant: GrantRow };

/** For whom, where, from when to when, who approved it, and what became of it. */
export function GrantFacts({ org, zone, now, grant }: GrantFactsProps) {
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} exact />;
  const facts = [
    { term: "For", value: holderName(grant.holder) },
    { term: "Where", value: grant.environment },
    { term: "From", value: time(grant.startsAt) },
    { term: "Until", value: time(grant.endsAt) },
    {
      term: "Approved by",
      value: (
        <>
          {grant.grantedBy.name}
          {grant.requestId ? (
            <>
              ,{" "}
              <a className="link" href={paths.request(org, grant.requestId)}>
                see the request
              </a>
            </>
          ) : null}
        </>
      ),
    },
    { term: "Release", value: grant.release ?? "Any whose tools are the approved ones" },
    ...(grant.suspendedAt && grant.state === "suspended"
      ? [
          {
            term: "Suspended",
            value: (
              <>
                {time(grant.suspendedAt)} by {grant.suspendedBy?.name ?? "somebody"}
                {grant.suspendedUntil ? <>, until {time(grant.suspendedUntil)}</> : null}:{" "}
                <SafeText text={grant.suspendReason ?? ""} quoted />
              </>
            ),
          },
        ]
      : []),
    ...(grant.holderGoneAt
      ? [
          {
            term: grant.holder.kind === "agent" ? "Agent retired" : "Member left",
            value: time(grant.holderGoneAt),
          },
        ]
      : []),
    ...(grant.revokedAt
      ? [
          {
            term: "Revoked",
            value: (
              <>
                {time(grant.revokedAt)} by {grant.revokedBy?.name ?? "somebody"}:{" "}
                <SafeText text={grant.revokeReason ?? ""} quoted />
              </>
            ),
          },
        ]
      : []),
  ];
  return <DescriptionList items={facts} />;
}
