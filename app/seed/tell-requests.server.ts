import { uuidv7 } from "uuidv7";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { answerChecklist } from "#app/domain/requests/answer-checklist.server.ts";
import { answerRequest } from "#app/domain/requests/answer-request.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { withdrawRequest } from "#app/domain/requests/withdraw-request.server.ts";
import { identityOf } from "./demo-config.ts";
import { type DemoRequest, type DemoStep, REQUESTS } from "./demo-requests.ts";
import type { DemoWorld, Moment } from "./demo-world.server.ts";

/** Every request with what followed it. */
export function tellRequests(world: DemoWorld): Moment[] {
  return REQUESTS.flatMap((asked) => {
    const place = { requestId: uuidv7(), grantId: "" };
    return [
      { at: asked.at, run: () => ask(world, asked, place.requestId) },
      ...asked.followed.map((step) => ({ at: step.at, run: () => follow(world, asked, step, place) })),
    ];
  });
}

async function ask(world: DemoWorld, asked: DemoRequest, id: string): Promise<void> {
  const ctx = world.as(asked.by, asked.at);
  const identity = identityOf(asked.server);
  const { rows } = await listInstallations(
    ctx,
    { member: ctx.actor.memberId },
    { page: 1, perPage: 100, sort: "seen" },
  );
  const own = asked.team || asked.agent ? undefined : rows.find((row) => row.identity === identity);
  await createRequest(ctx, {
    id,
    ...(own ? { installationId: own.id, client: own.client } : { identity }),
    teamId: asked.team ? (world.teams.get(asked.team) ?? null) : null,
    agentId: asked.agent ? world.agentId(asked.agent) : null,
    environment: asked.environment ?? own?.environment ?? "development",
    tools: asked.tools ? [...asked.tools] : null,
    endsAt: world.at(asked.at - asked.days),
    reason: asked.reason,
  });
}

type Place = { requestId: string; grantId: string };

async function follow(world: DemoWorld, asked: DemoRequest, step: DemoStep, place: Place): Promise<unknown> {
  const ctx = world.as(step.by, step.at);
  const { requestId, grantId } = place;
  switch (step.do) {
    case "approve": {
      const made = await approveRequest(ctx, {
        requestId,
        ...(step.tools ? { tools: [...step.tools] } : {}),
        ...(step.days ? { endsAt: world.at(asked.at - step.days) } : {}),
        reason: step.reason ?? null,
      });
      place.grantId = made.grantId;
      return made;
    }
    case "deny":
      return denyRequest(ctx, { requestId, reason: step.reason });
    case "ask":
      return askRequest(ctx, { requestId, question: step.question });
    case "answer":
      return answerRequest(ctx, { requestId, answer: step.answer });
    case "withdraw":
      return withdrawRequest(ctx, { requestId });
    case "check":
      return answerChecklist(ctx, { requestId, item: step.item, answer: step.answer, note: step.note });
    case "suspend":
      return suspendGrant(ctx, { grantId, reason: step.reason });
    case "revoke":
      return revokeGrant(ctx, { grantId, reason: step.reason });
  }
}
