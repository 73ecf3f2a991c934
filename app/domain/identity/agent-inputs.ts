import { z } from "zod";
import { LONGEST_KEY_DAYS } from "#app/domain/identity/api-key-inputs.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { isVisibleName, VISIBLE_ONLY } from "./visible-name.ts";

const isStorable = (value: string) => !value.includes("\0");
const STORABLE = "Take out the NUL character.";

const name = z
  .string()
  .trim()
  .min(1, "Give the agent a name.")
  .max(80, "An agent's name has at most 80 characters.")
  .refine(isVisibleName, VISIBLE_ONLY);

const purpose = z
  .string()
  .trim()
  .min(1, "Say in a sentence what it does.")
  .max(500, "At most 500 characters fit here.")
  .refine(isStorable, STORABLE);

/** A day means its end in UTC; an instant is taken as it is. */
const reviewBy = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], "Give a date, such as 2027-03-31.")
  .transform((text) => (text.length === 10 ? `${text}T23:59:59.999Z` : text))
  .pipe(z.coerce.date());

const agentId = z.uuid();

export const CreateAgentInput = z.strictObject({
  /** Made by the form, so that sending it twice makes one agent. */
  id: z.uuid().optional(),
  name,
  purpose,
  environment: z.enum(ENVIRONMENTS, { error: "Choose where it runs." }),
  reviewBy,
});
export type CreateAgentInput = z.infer<typeof CreateAgentInput>;

/** What is left out stays as it is. The review date can only come sooner this way. */
export const ChangeAgentInput = z.strictObject({
  agentId,
  name: name.optional(),
  purpose: purpose.optional(),
  reviewBy: reviewBy.optional(),
});
export type ChangeAgentInput = z.infer<typeof ChangeAgentInput>;

export const OfferAgentInput = z.strictObject({ agentId, toMemberId: z.uuid("Choose a member.") });
export type OfferAgentInput = z.infer<typeof OfferAgentInput>;

export const OneAgentInput = z.strictObject({ agentId });
export type OneAgentInput = z.infer<typeof OneAgentInput>;

export const ReviewAgentInput = z.strictObject({ agentId, reviewBy });
export type ReviewAgentInput = z.infer<typeof ReviewAgentInput>;

export const RetireAgentInput = z.strictObject({
  agentId,
  reason: z
    .string()
    .trim()
    .min(1, "Give a reason.")
    .max(2_000, "A reason has at most 2,000 characters.")
    .refine(isStorable, STORABLE),
});
export type RetireAgentInput = z.infer<typeof RetireAgentInput>;

const days = `A key works for 1 to ${LONGEST_KEY_DAYS} days.`;

export const CreateAgentKeyInput = z.strictObject({
  agentId,
  /** Made by the form, so that sending it twice makes one key. */
  id: z.uuid().optional(),
  name: z
    .string()
    .trim()
    .min(1, "Say where the key is used.")
    .max(80, "A key's name has at most 80 characters.")
    .refine(isVisibleName, VISIBLE_ONLY),
  days: z.coerce.number(days).int(days).min(1, days).max(LONGEST_KEY_DAYS, days).default(90),
});
export type CreateAgentKeyInput = z.infer<typeof CreateAgentKeyInput>;
