import SCIMMY from "scimmy";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { changeGroup } from "#app/domain/provisioning/change-group.server.ts";
import { changePerson } from "#app/domain/provisioning/change-person.server.ts";
import { forgetGroup } from "#app/domain/provisioning/forget-group.server.ts";
import { forgetPerson } from "#app/domain/provisioning/forget-person.server.ts";
import { getGroup } from "#app/domain/provisioning/group-queries.server.ts";
import { getPerson } from "#app/domain/provisioning/person-queries.server.ts";
import { provisionGroup } from "#app/domain/provisioning/provision-group.server.ts";
import { provisionPerson } from "#app/domain/provisioning/provision-person.server.ts";
import { publicUrl } from "#app/env.server.ts";
import { patchedGroup } from "./group-patch.ts";
import type { PlainOperation } from "./plain-bodies.ts";
import { groupInput, groupOf, personOf, userOf } from "./resource-shapes.ts";

/**
 * One request, handed to every handler: the library's registry is one for the process, so nothing of an organization
 * may be kept outside of this. `failed` is what a handler really threw, since the library makes a 404 of most errors.
 * `unsetsExternalId` when a resource without an externalId has none any more.
 */
export type ScimCall = { ctx: Ctx; failed?: unknown; unsetsExternalId?: boolean };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let declared = false;

/** The library with our resource types declared, once per process. */
export function scimTypes() {
  if (!declared) declare();
  declared = true;
  return SCIMMY;
}

function declare(): void {
  const { User, Group, Schema, ResourceType, ServiceProviderConfig } = SCIMMY.Resources;
  SCIMMY.Config.set({
    patch: true,
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 200 },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "A provisioning token of the organization.",
      },
    ],
  });
  SCIMMY.Resources.declare(User.extend(SCIMMY.Schemas.EnterpriseUser, false));
  SCIMMY.Resources.declare(Group);
  for (const Kind of [User, Group, Schema, ResourceType, ServiceProviderConfig]) {
    Kind.basepath(`${publicUrl()}/scim/v2`);
  }
  User.egress((resource, call: ScimCall) => guarded(call, (ctx) => readUser(ctx, resource.id)));
  User.ingress((resource, sent, call: ScimCall) => guarded(call, () => writeUser(call, resource.id, sent)));
  User.degress((resource, call: ScimCall) =>
    guarded(call, (ctx) => forgetPerson(ctx, uuidOf(resource.id, "person"))),
  );
  Group.egress((resource, call: ScimCall) => guarded(call, (ctx) => readGroup(ctx, resource.id)));
  Group.ingress((resource, sent, call: ScimCall) => guarded(call, () => writeGroup(call, resource.id, sent)));
  Group.degress((resource, call: ScimCall) =>
    guarded(call, (ctx) => forgetGroup(ctx, uuidOf(resource.id, "group"))),
  );
}

async function guarded<T>(call: ScimCall, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  try {
    return await work(call.ctx);
  } catch (error) {
    call.failed = error;
    throw error;
  }
}

const readUser = async (ctx: Ctx, id: string | undefined) =>
  userOf(await getPerson(ctx, uuidOf(id, "person")));

async function writeUser({ ctx, unsetsExternalId }: ScimCall, id: string | undefined, sent: unknown) {
  if (id === undefined) {
    const made = await provisionPerson(ctx, personOf(sent));
    return userOf(await getPerson(ctx, made.id));
  }
  const before = await getPerson(ctx, uuidOf(id, "person"));
  return userOf(
    await changePerson(
      ctx,
      before.id,
      personOf(sent, unsetsExternalId ? { ...before, externalId: null } : before),
    ),
  );
}

const readGroup = async (ctx: Ctx, id: string | undefined) =>
  groupOf(await getGroup(ctx, uuidOf(id, "group")));

async function writeGroup({ ctx, unsetsExternalId }: ScimCall, id: string | undefined, sent: unknown) {
  if (id === undefined) return groupOf(await provisionGroup(ctx, groupInput(sent)));
  const before = await getGroup(ctx, uuidOf(id, "group"));
  return groupOf(
    await changeGroup(
      ctx,
      before.id,
      groupInput(sent, unsetsExternalId ? { ...before, externalId: null } : before),
    ),
  );
}

/** A group after a patch, in SCIM's shape. */
export async function patchGroup(ctx: Ctx, id: string, operations: readonly PlainOperation[]) {
  const before = await getGroup(ctx, uuidOf(id, "group"));
  const sent = groupInput(patchedGroup(before, operations));
  return groupOf(await changeGroup(ctx, before.id, sent));
}

function uuidOf(id: string | undefined, noun: string): string {
  if (id !== undefined && UUID.test(id)) return id;
  throw new NotFound(noun);
}
