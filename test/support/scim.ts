import { createScimToken } from "#app/domain/provisioning/create-scim-token.server.ts";
import { as, type TestOrganization } from "#test/support/factories.ts";

export const PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

export type ScimAnswer = {
  status: number;
  headers: Headers;
  text: string;
  // a test reads whatever an identity provider would
  json: {
    id: string;
    active: boolean;
    displayName: string;
    userName: string;
    externalId?: string;
    totalResults: number;
    scimType?: string;
    detail: string;
    members?: { value: string }[];
    Resources: { id: string; userName: string; displayName: string; active: boolean; members?: unknown[] }[];
    meta: { location: string };
  };
};

/** An identity provider with a token of one organization. */
export function scimClient(url: string, token: string | undefined) {
  const send = async (method: string, path: string, body?: unknown): Promise<ScimAnswer> => {
    const response = await fetch(`${url}/scim/v2${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/scim+json" }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, text, json: text === "" ? undefined : JSON.parse(text) };
  };
  return {
    send,
    get: (path: string) => send("GET", path),
    post: (path: string, body: unknown) => send("POST", path, body),
    patch: (path: string, ...Operations: unknown[]) =>
      send("PATCH", path, { schemas: [PATCH_OP], Operations }),
    find: (noun: "Users" | "Groups", filter: string) =>
      send("GET", `/${noun}?filter=${encodeURIComponent(filter)}`),
  };
}

export async function scimTokenOf(org: TestOrganization, name = "Provider") {
  const now = new Date();
  return createScimToken(as(org, org.owner, { now }), { name });
}

/** A user as Entra posts one. */
export function entraUser(address: string, over: Record<string, unknown> = {}) {
  return {
    schemas: [USER, ENTERPRISE],
    externalId: address.split("@")[0],
    userName: address,
    active: true,
    displayName: "Ada Example",
    emails: [{ primary: true, type: "work", value: address }],
    meta: { resourceType: "User" },
    name: { formatted: "Ada Example", familyName: "Example", givenName: "Ada" },
    [ENTERPRISE]: { department: "Tools" },
    ...over,
  };
}
