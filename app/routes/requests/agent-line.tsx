import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import type { RequestPage } from "./request-page.server.ts";

type AgentLineProps = {
  agent: NonNullable<RequestPage["request"]["agent"]>;
  page: Pick<RequestPage, "org" | "now" | "zone" | "request">;
};

/** What the agent asked for does, who answers for it, and when it is looked at again. */
export function AgentLine({ agent, page: { org, now, zone, request } }: AgentLineProps) {
  return (
    <div className="max-w-[72ch] text-base">
      <a className="link" href={paths.agent(org, agent.id)}>
        {request.holder.name}
      </a>{" "}
      is an agent that {agent.owner} answers for; its next review is due{" "}
      <RelativeTime at={agent.reviewBy} now={now} zone={zone} />. <SafeText text={agent.purpose} quoted />
    </div>
  );
}
