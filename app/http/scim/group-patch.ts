import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";
import type { Group } from "#app/domain/provisioning/group-queries.server.ts";
import type { PlainOperation } from "./plain-bodies.ts";

const ONE = /^members\[\s*value\s+eq\s+"([^"\\]{1,100})"\s*\]$/i;
const Member = z.object({ value: z.string() });
const Members = z.union([Member.transform((one) => [one]), z.array(Member)]);

/**
 * A group after a patch, as the whole resource a provider would send. Carried out here since the library goes through
 * every member of the group for each operation, and providers send hundreds of them for groups of thousands. Throws Invalid.
 */
export function patchedGroup(before: Group, operations: readonly PlainOperation[]): unknown {
  const texts: Record<string, unknown> = { displayName: before.name };
  if (before.externalId !== null) texts.externalId = before.externalId;
  const members = new Set(before.members.map((one) => one.id));
  for (const [place, { op, path = "", value }] of operations.entries()) {
    const one = ONE.exec(path)?.[1];
    if (path === "displayName" || path === "externalId") {
      if (op === "remove") delete texts[path];
      else texts[path] = value;
    } else if (one !== undefined && op === "remove") members.delete(one.toLowerCase());
    else if (path === "members") {
      if (op === "replace" || (op === "remove" && value === undefined)) members.clear();
      if (op === "remove" && value === undefined) continue;
      for (const id of idsOf(value, place)) {
        if (op === "remove") members.delete(id);
        else members.add(id);
      }
    } else throw odd(place, "its path names nothing of a group that can be changed so");
  }
  return { ...texts, members: [...members].map((id) => ({ value: id })) };
}

function idsOf(value: unknown, place: number): string[] {
  const members = Members.safeParse(value);
  if (members.success) return members.data.map((one) => one.value.toLowerCase());
  throw odd(place, "members have to be objects with a value");
}

function odd(place: number, why: string): Invalid {
  return new Invalid(`Operation ${place + 1} of the patch cannot be carried out: ${why}.`);
}
