import { z } from "zod";
import { isVisibleText } from "#app/domain/inventory/visible-text.ts";
import { PUBLISHER_RELATIONS } from "./evidence-words.ts";

const reason = z.string().trim().min(3, "must say why, in a few words").max(2_000);

export const VouchPublisherInput = z.strictObject({
  serverId: z.uuid(),
  publisher: z
    .string()
    .trim()
    .min(1, "must name the publisher")
    .max(100)
    .refine(isVisibleText, "must not contain control or invisible characters"),
  relation: z.enum(PUBLISHER_RELATIONS, "must be official or third party"),
  reason,
});
export type VouchPublisherInput = z.infer<typeof VouchPublisherInput>;

export const WithdrawPublisherInput = z.strictObject({ serverId: z.uuid(), reason });
export type WithdrawPublisherInput = z.infer<typeof WithdrawPublisherInput>;
