import fc from "fast-check";
import { expect, test } from "vitest";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { DomainError } from "#app/domain/errors.ts";
import { getGrant } from "#app/domain/grants/grant-queries.server.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { removeTeamMember } from "#app/domain/identity/remove-team-member.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { answerRequest } from "#app/domain/requests/answer-request.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { later } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createTeamOf, type TestMember } from "#test/support/factories.ts";
import { tellAll } from "#test/support/notice-scenes.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();
const MINUTE = 60_000;

const STEPS = [
  "ask",
  "ask_for_team",
  "question",
  "answer",
  "approve",
  "deny",
  "suspend",
  "revoke",
  "block",
  "unblock",
  "join",
  "lead",
  "leave",
  "demote",
  "remove",
] as const;

async function world() {
  const s = await requestScene(database.db);
  const lead = await createMember(s.org, "member");
  const approver = await createMember(s.org, "approver");
  const team = await createTeamOf(s.org, [{ member: s.developer }, { member: lead, isLead: true }]);
  const state = { requests: [] as string[], grants: [] as string[], minute: 0 };
  const people: TestMember[] = [s.org.owner, s.security, s.developer, lead, approver];
  const by = (who: TestMember): MemberCtx => as(s.org, who, { now: later(state.minute * MINUTE) });
  const newest = (ids: string[]) => ids.at(-1) ?? "00000000-0000-7000-8000-000000000000";
  const serverId = s.server.id;
  const requestId = () => newest(state.requests);
  const act: Record<(typeof STEPS)[number], () => Promise<unknown>> = {
    ask: async () => state.requests.push(await s.ask()),
    ask_for_team: async () => state.requests.push(await s.ask({ teamId: team.id }, lead)),
    question: () => askRequest(by(s.security), { requestId: requestId(), question: "Why?" }),
    answer: () => answerRequest(by(s.developer), { requestId: requestId(), answer: "So." }),
    approve: async () =>
      state.grants.push((await approveRequest(by(s.security), { requestId: requestId() })).grantId),
    deny: () => denyRequest(by(approver), { requestId: requestId(), reason: "no" }),
    suspend: () => suspendGrant(by(s.security), { grantId: newest(state.grants), reason: "a look" }),
    revoke: () => revokeGrant(by(s.developer), { grantId: newest(state.grants), reason: "done" }),
    block: () => blockServer(by(s.security), { serverId, reason: "bad" }),
    unblock: () => unblockServer(by(s.org.owner), { serverId, reason: "fine" }),
    join: () => setTeamMember(by(s.org.owner), { teamId: team.id, memberId: approver.id, isLead: false }),
    lead: () => setTeamMember(by(s.org.owner), { teamId: team.id, memberId: approver.id, isLead: true }),
    leave: () => removeTeamMember(by(s.org.owner), { teamId: team.id, memberId: lead.id }),
    demote: () => changeRole(by(s.org.owner), { memberId: approver.id, role: "member" }),
    remove: () => removeMember(by(s.org.owner), { memberId: lead.id }),
  };
  return { s, people, state, act };
}

async function maySee(ctx: MemberCtx, subject: { kind: string; id: string }): Promise<boolean> {
  const read = subject.kind === "request" ? getRequest : subject.kind === "grant" ? getGrant : undefined;
  if (!read) return true;
  return read(ctx, subject.id).then(
    () => true,
    () => false,
  );
}

test("whatever happens in whatever order, nobody is told of one event twice, of their own act, or of what they may not see", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.nat({ max: 12 }), fc.boolean()), {
        minLength: 4,
        maxLength: 14,
      }),
      async (story) => {
        const { s, people, state, act } = await world();
        for (const [step, minutes, tellNow] of story) {
          state.minute += minutes;
          // a step that the state does not allow is refused and tells nobody
          await act[step]().catch((error: unknown) => {
            if (!(error instanceof DomainError)) throw error;
          });
          if (tellNow) await tellAll(database.admin, s.org, { now: later(state.minute * MINUTE), times: 2 });
        }
        await tellAll(database.admin, s.org, { now: later(state.minute * MINUTE), times: 2 });
        const twice =
          await database.admin`select member_id, key from notice_telling where org_id = ${s.org.id}
          group by member_id, key having count(*) > 1`;
        expect(twice).toEqual([]);
        const counted = await database.admin`select n.id from notice n where n.org_id = ${s.org.id}
          and n.events <> (select count(*) from notice_telling t where t.org_id = n.org_id and t.notice_id = n.id)`;
        expect(counted).toEqual([]);
        const own = await database.admin`select 1 from notice_telling t join audit_event e
          on e.org_id = t.org_id and e.id::text = t.key and e.actor_member_id = t.member_id where t.org_id = ${s.org.id}`;
        expect(own).toEqual([]);
        const roles = await database.admin<{ id: string; role: TestMember["role"]; gone: boolean }[]>`
          select id, role, removed_at is not null as gone from member where org_id = ${s.org.id}`;
        for (const person of people) {
          const now = roles.find((row) => row.id === person.id);
          if (!now || now.gone) continue;
          const ctx = as(s.org, { ...person, role: now.role }, { now: later(state.minute * MINUTE) });
          for (const row of (await listNotices(ctx, {}, { limit: 100 })).rows) {
            expect(await maySee(ctx, row.subject), `${now.role} ${row.kind}`).toBe(true);
          }
        }
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);
