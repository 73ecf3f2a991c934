import { createAgent } from "#app/domain/identity/create-agent.server.ts";
import { reviewAgent } from "#app/domain/identity/review-agent.server.ts";
import { agentKeys, agentOf } from "./demo-agents.ts";
import type { DemoWorld, Moment } from "./demo-world.server.ts";

/** Agents as they were registered and looked at again. */
export function tendAgents(world: DemoWorld): Moment[] {
  return agentKeys.flatMap((key): Moment[] => {
    const { name, purpose, owner, environment, at, reviewBy, reviewed } = agentOf(key);
    const terms = { name, purpose, environment, reviewBy: world.at(reviewBy) };
    const made: Moment = {
      at,
      run: async () => {
        const { id } = await createAgent(world.as(owner, at), terms);
        world.agents.set(key, id);
      },
    };
    if (!reviewed) return [made];
    const { by, next } = reviewed;
    const review = () =>
      reviewAgent(world.as(by, reviewed.at), { agentId: world.agentId(key), reviewBy: world.at(next) });
    return [made, { at: reviewed.at, run: review }];
  });
}
