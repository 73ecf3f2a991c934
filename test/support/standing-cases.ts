import { expect } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { Forbidden, NotFound } from "#app/domain/errors.ts";
import { auditEvents, type TestOrganization } from "#test/support/factories.ts";

/** Refuses, and leaves nothing behind. */
export async function expectForbidden(org: TestOrganization, call: () => Promise<unknown>): Promise<void> {
  const before = await auditEvents(org);
  await expect(Promise.resolve().then(call)).rejects.toBeInstanceOf(Forbidden);
  expect(await auditEvents(org)).toEqual(before);
}

/** Another organization's id looks exactly like one that does not exist. */
export async function expectNotFound(org: TestOrganization, call: () => Promise<unknown>): Promise<void> {
  const before = await auditEvents(org);
  await expect(Promise.resolve().then(call)).rejects.toBeInstanceOf(NotFound);
  expect(await auditEvents(org)).toEqual(before);
}

/** Runs the verb and expects exactly one event, of this verb, by this actor. */
export async function expectOneEvent<T>(
  org: TestOrganization,
  ctx: Ctx,
  verb: string,
  call: () => Promise<T>,
): Promise<T> {
  const before = (await auditEvents(org)).length;
  const result = await call();
  const events = (await auditEvents(org)).slice(before);
  expect(events.map((event) => event.verb)).toEqual([verb]);
  expect(events[0]?.actor_member_id ?? null).toBe(ctx.actor.kind === "member" ? ctx.actor.memberId : null);
  return result;
}
