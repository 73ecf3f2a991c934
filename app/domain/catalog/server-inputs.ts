import { z } from "zod";
import { SERVER_KINDS, type ServerKind } from "./catalog-words.ts";

/** How a server is known: its kind, a colon and what that kind is found by. */
export const ServerIdentity = z
  .string()
  .trim()
  .min(5)
  .max(512)
  .regex(/^(?:npm|pypi|oci|remote|command):\S/, "must begin with npm:, pypi:, oci:, remote: or command:");

const reason = z.string().trim().min(3, "must say why, in a few words").max(2_000);

export const BlockServerInput = z.strictObject({ serverId: z.uuid(), reason });
export type BlockServerInput = z.infer<typeof BlockServerInput>;

export const UnblockServerInput = z.strictObject({ serverId: z.uuid(), reason });
export type UnblockServerInput = z.infer<typeof UnblockServerInput>;

export const ConfirmManifestInput = z.strictObject({ manifestId: z.uuid() });
export type ConfirmManifestInput = z.infer<typeof ConfirmManifestInput>;

export function kindOfIdentity(identity: string): ServerKind {
  return SERVER_KINDS.find((kind) => identity.startsWith(`${kind}:`)) ?? "command";
}
