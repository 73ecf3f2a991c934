import type { AgentState } from "#app/domain/identity/agent-rules.ts";
import { paths } from "#app/http/paths.ts";
import type { Crumb } from "#app/ui/layout/breadcrumb.tsx";
import { orgOf, textOf } from "../org/settings/settings-crumbs.ts";

/** The way up from a page of an agent; every loader of one answers `org`, and `title` where it has an agent. */
export function agentCrumbs(data: unknown, label?: string): Crumb[] {
  const org = orgOf(data);
  if (!org) return [{ label: "Agents" }];
  const title = textOf(data, "title");
  const id = textOf(data, "agentId");
  return [
    { label: "Agents", ...(title || label ? { href: paths.agents(org) } : {}) },
    ...(title ? [{ label: title, ...(label && id ? { href: paths.agent(org, id) } : {}) }] : []),
    ...(label ? [{ label }] : []),
  ];
}

type Shown = { state: AgentState; environment: string; owner: { name: string } };

/** Who answers for it and what that means now, in one sentence. */
export function agentAnswer({ state, environment, owner }: Shown): string {
  if (state === "retired") return "It was retired: every call of it is refused.";
  if (state === "ownerless")
    return `${owner.name} answered for it and has left: every call is refused until somebody else takes it over.`;
  const review = state === "review_due" ? " Its review is overdue; its grants go on until they end." : "";
  return `${owner.name} answers for it. It runs in ${environment}.${review}`;
}
