import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";

/** The body of `POST /api/v1/looks`: a server was asked on a device and no list came of it. */
export const RecordLookInput = z.strictObject({
  identity: z
    .string()
    .max(512)
    .regex(/^(?:npm|pypi|oci|remote|command):\S+$/)
    .refine(isVisibleName, VISIBLE_ONLY),
  release: z.string().min(1).max(256).refine(isVisibleName, VISIBLE_ONLY).optional(),
  reason: z.string().trim().min(1).max(600),
  needs: z.array(z.string().min(1).max(100)).max(10).default([]),
});
export type RecordLookInput = z.output<typeof RecordLookInput>;

export const AskServerInput = z.strictObject({ serverId: z.uuid() });
export type AskServerInput = z.infer<typeof AskServerInput>;
