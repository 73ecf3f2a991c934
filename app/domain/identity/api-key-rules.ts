import type { Environment } from "#app/domain/identity/environments.ts";
import { type Capability, can, type Scope } from "#app/domain/permissions.ts";

/** Characters of a key that stay visible, to recognise it by: the mark and six random ones. */
export const PREFIX_LENGTH = 10;

type Dates = { expiresAt: Date; revokedAt: Date | null };

export function apiKeyState(key: Dates, now: Date): "active" | "revoked" | "ended" {
  if (key.revokedAt) return "revoked";
  return now < key.expiresAt ? "active" : "ended";
}

/** Who may make a key that speaks for an environment: whoever may set the environment of an installation. */
export function mayNameEnvironment(who: Capability): boolean {
  return can({ role: who.role, scopes: null }, "inventory.set_environment");
}

/** Scopes wanted that a key making a key does not have itself. */
export function scopesBeyond(who: Capability, wanted: readonly Scope[]): Scope[] {
  return who.scopes === null ? [] : wanted.filter((scope) => !who.scopes?.includes(scope));
}

/**
 * Whether a key making a key would give it another environment than its own. A key without one is bound to none, so it
 * may name any its role may.
 */
export function isOtherEnvironment(own: string | null | undefined, wanted: Environment | null): boolean {
  return own != null && own !== wanted;
}

type Terms = {
  name: string;
  scopes: readonly Scope[];
  environment: Environment | null;
  expiresAt: Date;
  agentId?: string | null;
};

/** Whether two sends of one form wish the same key: a narrower sender must not get at the key of a wider wish. */
export function isSameWish(made: Terms, wanted: Terms): boolean {
  const scopes = new Set([...made.scopes, ...wanted.scopes]);
  return (
    made.name === wanted.name &&
    made.environment === wanted.environment &&
    (made.agentId ?? null) === (wanted.agentId ?? null) &&
    scopes.size === made.scopes.length &&
    scopes.size === wanted.scopes.length &&
    made.expiresAt <= wanted.expiresAt
  );
}
