import { z } from "zod";
import { Until } from "#app/domain/grants/grant-inputs.ts";
import { ACCEPTANCE_REACHES, type AcceptanceReach, type FindingRule } from "./inventory-words.ts";

const LONGEST_DAYS = 366;

export const AcceptFindingInput = z.strictObject({
  findingId: z.uuid(),
  reach: z.enum(ACCEPTANCE_REACHES).default("finding"),
  reason: z
    .string()
    .trim()
    .min(3, "Say why, in a few words.")
    .max(2_000, "A reason has at most 2,000 characters.")
    .refine((text) => !text.includes("\0"), "Take out the NUL character."),
  endsAt: Until,
});
export type AcceptFindingInput = z.infer<typeof AcceptFindingInput>;

export const WithdrawAcceptanceInput = z.strictObject({ acceptanceId: z.uuid() });
export type WithdrawAcceptanceInput = z.infer<typeof WithdrawAcceptanceInput>;

/** By the finding it holds for. */
export const WithdrawFindingAcceptanceInput = z.strictObject({ findingId: z.uuid() });
export type WithdrawFindingAcceptanceInput = z.infer<typeof WithdrawFindingAcceptanceInput>;

/** Every secret is another one, harm is done by one installation as by many, and a device has no server: one by one. */
const ONE_BY_ONE: readonly FindingRule[] = [
  "literal-secret",
  "secret-in-git",
  "malicious-release",
  "silent-device",
];

export function mayReach(rule: FindingRule, reach: AcceptanceReach): boolean {
  return reach === "finding" || !ONE_BY_ONE.includes(rule);
}

/** What is wrong with the end of an acceptance, or undefined: it ends, and within a year. */
export function problemOfAcceptanceEnd(endsAt: Date, now: Date): string | undefined {
  if (endsAt <= now) return "Choose a day that is still to come.";
  const days = (endsAt.getTime() - now.getTime()) / 86_400_000;
  return days > LONGEST_DAYS ? "Choose a day within a year, so that somebody looks again." : undefined;
}
