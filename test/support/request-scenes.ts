import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import type { CreateRequestInput } from "#app/domain/requests/request-inputs.ts";
import { DAY, later, placeServer } from "#test/support/call-worlds.ts";
import { as, createMember, createOrganization, type TestMember } from "#test/support/factories.ts";

/** A developer, somebody of security and a server of the catalog. */
export async function requestScene(db: Database) {
  const org = await createOrganization(db);
  const developer = await createMember(org, "member");
  const security = await createMember(org, "security");
  const server = await placeServer(org);
  const draft = (over: Partial<CreateRequestInput> = {}): CreateRequestInput => ({
    id: uuidv7(),
    serverId: server.id,
    environment: "development",
    tools: null,
    endsAt: later(30 * DAY),
    reason: "Look at errors from the editor",
    ...over,
  });
  const ask = async (over: Partial<CreateRequestInput> = {}, by: TestMember = developer) =>
    (await createRequest(as(org, by), draft(over))).id;
  return { org, developer, security, server, draft, ask };
}
