import type { Database, Transaction } from "#app/db/client.server.ts";
import type { Capability, Role, Scope } from "#app/domain/permissions.ts";

/** Who acts. `member` is a person in this organization, whichever way they came in. */
export type MemberActor = {
  kind: "member";
  memberId: string;
  accountId: string;
  name: string;
  role: Role;
  via: "session" | "api_key" | "device_key";
  /** When this person last proved who they are in this browser; null for keys. `requireFreshProof` reads it. */
  provedAt: Date | null;
  /** Null for a session; an API key's or device key's own limits otherwise. */
  scopes: readonly Scope[] | null;
  apiKeyId?: string;
  /** The key acts as this agent only; the member is its owner. */
  agentId?: string | null;
  /** The environment an API key speaks for; never taken from a request. */
  keyEnvironment?: string | null;
  deviceId?: string;
};

/** `operator` is the person at the server's own command line; `system` a sweep or job. */
export type Actor = MemberActor | { kind: "operator" } | SystemActor;

/** `job` "scim" is an organization's identity provider, known by its token. */
type SystemActor = { kind: "system"; job: string; scimTokenId?: string };

/** Everything a verb may depend on. Made only by the edge, the job runner and `operatorContext`. */
export type Ctx<A extends Actor = Actor> = {
  db: Database;
  /** Set while inside `inTransaction`, so that verbs called by verbs share one transaction. */
  tx?: Transaction;
  orgId: string;
  now: Date;
  actor: A;
  /** Shown to people with an error and stored with each audit event. */
  requestId: string;
  /** Network address the request came from, as far as it can be trusted. */
  from: string | null;
};

export type MemberCtx = Ctx<MemberActor>;

export function capability(actor: Actor): Capability {
  return actor.kind === "member"
    ? { role: actor.role, scopes: actor.scopes }
    : { role: "owner", scopes: null };
}
