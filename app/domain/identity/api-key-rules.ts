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
