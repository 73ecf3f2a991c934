import { type Actor, type Ctx, capability, type MemberActor } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import { can, hasScope, type Permission, rolesWith } from "#app/domain/permissions.ts";

/** The first line of every verb: throws Forbidden, naming who could, unless the actor's role and scopes allow it. */
export function permit(ctx: Ctx, permission: Permission): void {
  const who = capability(ctx.actor);
  if (can(who, permission)) return;
  if (can({ role: who.role, scopes: null }, permission)) {
    throw new Forbidden(
      `This key may not do that: it lacks the scope for ${permission}. Nothing was changed.`,
    );
  }
  throw new Forbidden(
    `You cannot do that as ${who.role}. ${listRoles(rolesWith(permission))} can. Nothing was changed.`,
  );
}

/** For verbs that only a person may call: an operator or a job has no relation to anybody's request. */
export function requireMember(ctx: Ctx<Actor>): Ctx<MemberActor> {
  if (ctx.actor.kind !== "member") throw new Forbidden("Only a member can do that.");
  return { ...ctx, actor: ctx.actor };
}

/** For verbs decided by relation: role does not matter, but a key still needs the scope. */
export function permitScope(ctx: Ctx, permission: Permission, scope: Parameters<typeof hasScope>[1]): void {
  if (hasScope(capability(ctx.actor), scope)) return;
  throw new Forbidden(`This key may not do that: it lacks the scope for ${permission}. Nothing was changed.`);
}

function listRoles(roles: readonly string[]): string {
  const names =
    roles.length > 1 ? `${roles.slice(0, -1).join(", ")} or ${roles.at(-1)}` : (roles[0] ?? "nobody");
  return names.charAt(0).toUpperCase() + names.slice(1);
}
