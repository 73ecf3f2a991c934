import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { describe, expect, test } from "vitest";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { acceptAgent } from "#app/domain/identity/accept-agent.server.ts";
import { getAgent, listAgents, listAgentsAfter } from "#app/domain/identity/agent-queries.server.ts";
import { changeAgent } from "#app/domain/identity/change-agent.server.ts";
import { createAgent } from "#app/domain/identity/create-agent.server.ts";
import { declineAgent } from "#app/domain/identity/decline-agent.server.ts";
import { handOverAgent } from "#app/domain/identity/hand-over-agent.server.ts";
import { handOverAgents } from "#app/domain/identity/hand-over-agents.server.ts";
import { offerAgent } from "#app/domain/identity/offer-agent.server.ts";
import { retireAgent } from "#app/domain/identity/retire-agent.server.ts";
import { reviewAgent } from "#app/domain/identity/review-agent.server.ts";
import { placeAgent } from "#test/support/agent-factories.ts";
import { write } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function scene() {
  const org = await createOrganization(database.db);
  const owner = await createMember(org, "member");
  const colleague = await createMember(org, "member");
  const security = await createMember(org, "security");
  const auditor = await createMember(org, "auditor");
  const agent = await placeAgent(org, owner);
  return { org, owner, colleague, security, auditor, agent };
}

const terms = { purpose: "Writes release notes.", environment: "production" as const, reviewBy: later(90) };
const shown = async (org: TestOrganization, who: TestMember, id: string) =>
  (await getAgent(as(org, who), id)).agent;
const leave = (org: TestOrganization, who: TestMember) =>
  write(org, (tx) =>
    tx.execute(sql`update member set removed_at = ${NOON.toISOString()} where id = ${who.id}`),
  );

describe("registering an agent", () => {
  test("makes whoever does it its owner, leaves one event without a text, and auditors cannot", async () => {
    const { org, owner, auditor } = await scene();
    const ctx = as(org, owner);
    const made = await expectOneEvent(org, ctx, "agent.create", () =>
      createAgent(ctx, { ...terms, name: "Release notes" }),
    );
    await expect(shown(org, owner, made.id)).resolves.toMatchObject({
      name: "Release notes",
      owner: { id: owner.id, hasLeft: false },
      state: "active",
      environment: "production",
      grants: 0,
    });
    const [event] = (await auditEvents(org)).slice(-1);
    expect(JSON.stringify(event?.after)).not.toContain("elease notes");
    await expectForbidden(org, () => createAgent(as(org, auditor), { ...terms, name: "Other" }));
    await expectForbidden(org, () =>
      createAgent(as(org, owner, { scopes: ["read"] }), { ...terms, name: "O" }),
    );
  });

  test("sent twice, also at once, makes one; a name in use is refused, a retired agent's is free", async () => {
    const { org, owner, colleague, agent } = await scene();
    const wish = { ...terms, id: uuidv7(), name: "Deploys" };
    const both = await Promise.all([createAgent(as(org, owner), wish), createAgent(as(org, owner), wish)]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    await expect(createAgent(as(org, colleague), wish)).rejects.toBeInstanceOf(Conflict);
    await expect(createAgent(as(org, owner), { ...terms, name: agent.name })).rejects.toBeInstanceOf(
      Conflict,
    );
    await retireAgent(as(org, owner), { agentId: agent.id, reason: "done" });
    await createAgent(as(org, owner), { ...terms, name: agent.name });
  });

  test("needs a review date to come, within a year", async () => {
    const { org, owner } = await scene();
    const on = (reviewBy: Date) => createAgent(as(org, owner), { ...terms, name: "Late", reviewBy });
    await expect(on(NOON)).rejects.toBeInstanceOf(Invalid);
    await expect(on(later(366))).rejects.toBeInstanceOf(Invalid);
    await on(later(365));
  });

  test("two of one name at once: one is made, the other is told", async () => {
    const { org, owner, colleague } = await scene();
    const made = await Promise.allSettled(
      [owner, colleague].map((who) => createAgent(as(org, who), { ...terms, name: "Twin" })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("who may do what with an agent", () => {
  const steps: Record<string, (ctx: ReturnType<typeof as>, agentId: string) => Promise<unknown>> = {
    change: (ctx, agentId) => changeAgent(ctx, { agentId, purpose: "Other." }),
    retire: (ctx, agentId) => retireAgent(ctx, { agentId, reason: "x" }),
    offer: (ctx, agentId) => offerAgent(ctx, { agentId, toMemberId: ctx.actor.memberId }),
    accept: (ctx, agentId) => acceptAgent(ctx, { agentId }),
    decline: (ctx, agentId) => declineAgent(ctx, { agentId }),
    handOver: (ctx, agentId) => handOverAgent(ctx, { agentId, toMemberId: ctx.actor.memberId }),
    review: (ctx, agentId) => reviewAgent(ctx, { agentId, reviewBy: later(9) }),
  };
  test.each(Object.entries(steps))(
    "%s: no teammate, no auditor, no key without the scope, nobody of another organization",
    async (_name, step) => {
      const { org, owner, colleague, security, auditor, agent } = await scene();
      await createTeamOf(org, [{ member: owner }, { member: colleague }]);
      for (const who of [colleague, auditor]) await expectForbidden(org, () => step(as(org, who), agent.id));
      await expectForbidden(org, () => step(as(org, security, { scopes: ["read"] }), agent.id));
      const other = await createOrganization(database.db);
      const guardian = as(other, other.owner);
      await expectNotFound(other, () => step(guardian, agent.id));
    },
  );

  test("to a member outside its owner's teams it looks like none; guardians and deciders see all", async () => {
    const { org, owner, colleague, security, auditor, agent } = await scene();
    await expectNotFound(org, () => getAgent(as(org, colleague), agent.id));
    await expectNotFound(org, () => changeAgent(as(org, colleague), { agentId: agent.id, name: "x" }));
    for (const who of [owner, security, auditor, org.owner]) await getAgent(as(org, who), agent.id);
    await createTeamOf(org, [{ member: owner }, { member: colleague }]);
    await getAgent(as(org, colleague), agent.id);
    const all = await listAgents(as(org, colleague), {}, { page: 1, perPage: 25 });
    expect(all).toMatchObject({ total: 1, rows: [{ id: agent.id }] });
  });
});

test("a change leaves one event, none when nothing changes, and the review only comes sooner by it", async () => {
  const { org, owner, agent } = await scene();
  const ctx = as(org, owner);
  const agentId = agent.id;
  await expectOneEvent(org, ctx, "agent.change", () =>
    changeAgent(ctx, { agentId, name: "New name", reviewBy: later(30) }),
  );
  const before = (await auditEvents(org)).length;
  await changeAgent(ctx, { agentId, name: "New name" });
  expect(await auditEvents(org)).toHaveLength(before);
  await expect(changeAgent(ctx, { agentId, reviewBy: later(31) })).rejects.toBeInstanceOf(Invalid);
  await expect(changeAgent(ctx, { agentId, reviewBy: later(-1) })).rejects.toBeInstanceOf(Invalid);
  const other = await placeAgent(org, owner);
  await expect(changeAgent(ctx, { agentId, name: other.name })).rejects.toBeInstanceOf(Conflict);
  const found = await listAgents(ctx, { q: "new" }, { page: 1, perPage: 25 });
  expect(found.rows.map(({ id }) => id)).toEqual([agentId]);
});

describe("a review", () => {
  test("is noted by security with the next date, and leaves one event", async () => {
    const { org, security, agent } = await scene();
    const ctx = as(org, security);
    await expectOneEvent(org, ctx, "agent.review", () =>
      reviewAgent(ctx, { agentId: agent.id, reviewBy: later(180) }),
    );
    await expect(shown(org, security, agent.id)).resolves.toMatchObject({
      reviewedBy: { id: security.id },
      reviewedAt: NOON,
      reviewBy: later(180),
    });
    const tooLate = reviewAgent(ctx, { agentId: agent.id, reviewBy: later(366) });
    await expect(tooLate).rejects.toBeInstanceOf(Invalid);
  });

  test("is never the owner's own, in any role, nor by another member row of their account", async () => {
    const { org, security } = await scene();
    const own = await placeAgent(org, security);
    const review = (who: TestMember) => reviewAgent(as(org, who), { agentId: own.id, reviewBy: later(9) });
    await expectForbidden(org, () => review(security));
    await leave(org, security);
    const again = await createMember(org, "security", { accountId: security.accountId });
    await expectForbidden(org, () => review(again));
    await expect(review(org.owner)).rejects.toBeInstanceOf(Conflict);
  });

  test("that is past its date or near is told by the state and listed first", async () => {
    const { org, owner, security, agent } = await scene();
    const due = await placeAgent(org, owner, { reviewBy: later(-1) });
    const soon = await placeAgent(org, owner, { reviewBy: later(13) });
    const { rows } = await listAgents(as(org, security), { view: "review" }, { page: 1, perPage: 25 });
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      [due.id, "review_due"],
      [soon.id, "review_soon"],
    ]);
    const all = await listAgentsAfter(as(org, security), {}, { limit: 2 });
    expect(all.rows.map(({ id }) => id)).toEqual([agent.id, due.id]);
    expect(all.nextCursor).toBe(due.id);
  });
});

describe("handing over", () => {
  test("by the owner waits for the other's yes; offer and acceptance leave one event each", async () => {
    const { org, owner, colleague, auditor, agent } = await scene();
    const agentId = agent.id;
    const offer = () => offerAgent(as(org, owner), { agentId, toMemberId: colleague.id });
    await expectOneEvent(org, as(org, owner), "agent.offer", offer);
    await expect(shown(org, colleague, agentId)).resolves.toMatchObject({
      owner: { id: owner.id },
      offeredTo: { id: colleague.id },
    });
    const ctx = as(org, colleague);
    await expectOneEvent(org, ctx, "agent.accept", () => acceptAgent(ctx, { agentId }));
    await expect(shown(org, colleague, agentId)).resolves.toMatchObject({
      owner: { id: colleague.id },
      offeredTo: null,
    });
    await expectNotFound(org, () => changeAgent(as(org, owner), { agentId, name: "x" }));
    const toAuditor = offerAgent(as(org, colleague), { agentId, toMemberId: auditor.id });
    await expect(toAuditor).rejects.toBeInstanceOf(Invalid);
  });

  test("accepted by nobody else, and not after it was withdrawn or offered to another", async () => {
    const { org, owner, colleague, security, agent } = await scene();
    const agentId = agent.id;
    await offerAgent(as(org, owner), { agentId, toMemberId: colleague.id });
    await expectForbidden(org, () => acceptAgent(as(org, security), { agentId }));
    const ctx = as(org, owner);
    await expectOneEvent(org, ctx, "agent.decline", () => declineAgent(ctx, { agentId }));
    await expectNotFound(org, () => acceptAgent(as(org, colleague), { agentId }));
    await offerAgent(ctx, { agentId, toMemberId: colleague.id });
    await offerAgent(ctx, { agentId, toMemberId: security.id });
    await expectNotFound(org, () => acceptAgent(as(org, colleague), { agentId }));
    await declineAgent(as(org, security), { agentId });
    await expect(declineAgent(ctx, { agentId })).rejects.toBeInstanceOf(Conflict);
  });

  test("accepted twice at once happens once", async () => {
    const { org, owner, colleague, agent } = await scene();
    await offerAgent(as(org, owner), { agentId: agent.id, toMemberId: colleague.id });
    const both = await Promise.allSettled(
      [1, 2].map(() => acceptAgent(as(org, colleague), { agentId: agent.id })),
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("by security is at once, also of an agent nobody answers for", async () => {
    const { org, owner, colleague, security, agent } = await scene();
    await leave(org, owner);
    await expect(shown(org, security, agent.id)).resolves.toMatchObject({ state: "ownerless" });
    const ctx = as(org, security);
    await expectOneEvent(org, ctx, "agent.hand_over", () =>
      handOverAgent(ctx, { agentId: agent.id, toMemberId: colleague.id }),
    );
    await expect(shown(org, colleague, agent.id)).resolves.toMatchObject({ state: "active" });
    await expectNotFound(org, () => handOverAgent(ctx, { agentId: agent.id, toMemberId: owner.id }));
  });

  test("of all of one member leaves one event each, in one batch, and ends offers to them", async () => {
    const { org, owner, colleague, agent } = await scene();
    const second = await placeAgent(org, owner);
    const retired = await placeAgent(org, owner, { retiredAt: NOON });
    const theirs = await placeAgent(org, colleague, { offeredTo: owner.id, offeredAt: NOON });
    const before = (await auditEvents(org)).length;
    const move = { fromMemberId: owner.id, toMemberId: colleague.id };
    await expectForbidden(org, () => handOverAgents(as(org, owner), move));
    const { agentIds } = await handOverAgents(as(org, org.owner), move);
    expect(agentIds).toEqual([agent.id, second.id]);
    const events = (await auditEvents(org)).slice(before);
    expect(events.map(({ verb, target_id }) => [verb, target_id])).toEqual(
      agentIds.map((id) => ["agent.hand_over", id]),
    );
    await expect(shown(org, colleague, theirs.id)).resolves.toMatchObject({ offeredTo: null });
    await expect(shown(org, org.owner, retired.id)).resolves.toMatchObject({ owner: { id: owner.id } });
    expect(await handOverAgents(as(org, org.owner), move)).toEqual({ agentIds: [] });
    const other = await createOrganization(database.db);
    expect(await handOverAgents(as(other, other.owner), move)).toEqual({ agentIds: [] });
  });

  test("of all of one member to nobody who can leaves them without an owner, refused and seen", async () => {
    const { org, owner, auditor, agent } = await scene();
    await leave(org, owner);
    const elsewhere = await createOrganization(database.db);
    for (const toMemberId of [null, auditor.id, owner.id, elsewhere.owner.id]) {
      const moved = await handOverAgents(as(org, org.owner), { fromMemberId: owner.id, toMemberId });
      expect(moved).toEqual({ agentIds: [] });
    }
    const { rows } = await listAgents(as(org, org.owner), { view: "ownerless" }, { page: 1, perPage: 25 });
    expect(rows.map(({ id }) => id)).toEqual([agent.id]);
  });
});

test("retired is for good: one event, nothing works on it any more, and it leaves the list", async () => {
  const { org, owner, security, agent } = await scene();
  const agentId = agent.id;
  const ctx = as(org, owner);
  await expectOneEvent(org, ctx, "agent.retire", () => retireAgent(ctx, { agentId, reason: "replaced" }));
  await expect(retireAgent(ctx, { agentId, reason: "again" })).rejects.toBeInstanceOf(Conflict);
  await expect(changeAgent(ctx, { agentId, name: "x" })).rejects.toBeInstanceOf(Conflict);
  const review = reviewAgent(as(org, security), { agentId, reviewBy: later(9) });
  await expect(review).rejects.toBeInstanceOf(Conflict);
  const page = { page: 1, perPage: 25 };
  expect((await listAgents(ctx, {}, page)).total).toBe(0);
  expect((await listAgents(ctx, { view: "retired" }, page)).rows[0]).toMatchObject({
    id: agentId,
    state: "retired",
    retireReason: "replaced",
  });
});

test("retired twice at once happens once", async () => {
  const { org, owner, security, agent } = await scene();
  const both = await Promise.allSettled(
    [owner, security].map((who) => retireAgent(as(org, who), { agentId: agent.id, reason: "x" })),
  );
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
