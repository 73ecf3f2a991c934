import { expect, test } from "vitest";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createTeamOf } from "#test/support/factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();

test("one's own request tells nothing of other people's requests, reasons and grants for the same server", async () => {
  const s = await requestScene(database.db);
  const colleague = await createMember(s.org, "member");
  const security = as(s.org, s.security);
  await denyRequest(security, { requestId: await s.ask({}, colleague), reason: "Under investigation" });
  const { grantId } = await approveRequest(security, { requestId: await s.ask({}, colleague) });
  const own = await s.ask();

  const seen = await getRequest(as(s.org, s.developer), own);
  expect({ similar: seen.similar, peers: seen.peers }).toEqual({ similar: [], peers: [] });

  const decider = await getRequest(security, own);
  expect(decider.similar).toHaveLength(2);
  expect(decider.similar.map((one) => one.reason)).toContain("Under investigation");
  expect(decider.peers.map((one) => one.grantId)).toEqual([grantId]);
});

test("a lead who decides sees what their team was answered before, and no other team's", async () => {
  const s = await requestScene(database.db);
  const lead = await createMember(s.org, "member");
  const colleague = await createMember(s.org, "member");
  const outsider = await createMember(s.org, "member");
  await createTeamOf(s.org, [{ member: lead, isLead: true }, { member: s.developer }, { member: colleague }]);
  const security = as(s.org, s.security);
  const theirs = await s.ask({}, colleague);
  await denyRequest(security, { requestId: theirs, reason: "No" });
  await denyRequest(security, { requestId: await s.ask({}, outsider), reason: "No" });
  const { similar } = await getRequest(as(s.org, lead), await s.ask());
  expect(similar.map((one) => one.requestId)).toEqual([theirs]);
});
