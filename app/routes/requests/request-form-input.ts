import { z } from "zod";
import { CreateRequestInput } from "#app/domain/requests/request-inputs.ts";

const DAY = 86_400_000;

/** The form in the words of its controls; `termsOf` turns it into what the verb takes. */
export const RequestForm = CreateRequestInput.omit({
  tools: true,
  endsAt: true,
  teamId: true,
  agentId: true,
}).extend({
  /** "me", or "team:" or "agent:" with its id */
  forWhom: z
    .string()
    .regex(/^(?:me|(?:team|agent):[0-9a-f-]{36})$/i, "Choose one of these.")
    .default("me"),
  which: z.enum(["all", "some"], "Choose all tools or some."),
  tools: z.array(z.string().max(256)).max(2_000).default([]),
  /** where nobody has looked: names typed, one a line or parted by commas */
  toolNames: z.string().max(20_000).default(""),
  days: z.enum(["30", "90", "until"], "Choose how long."),
  until: CreateRequestInput.shape.endsAt.optional(),
});
export type RequestForm = z.infer<typeof RequestForm>;

/** What the verb takes, or which control still needs something. */
export function termsOf(
  form: RequestForm,
  now: Date,
): { input: CreateRequestInput } | { fields: Record<string, string[]> } {
  const { which, tools, toolNames, days, until, forWhom, ...rest } = form;
  const [kind, holderId] = forWhom.split(":");
  const typed = toolNames.split(/[\n,]/).flatMap((name) => name.trim() || []);
  const names = [...new Set([...tools, ...typed])];
  const endsAt = days === "until" ? until : new Date(now.getTime() + Number(days) * DAY);
  if (!endsAt) return { fields: { until: ["Give the last day."] } };
  if (which === "some" && names.length === 0)
    return { fields: { tools: ["Choose at least one tool, or all."] } };
  return {
    input: CreateRequestInput.parse({
      ...rest,
      ...(kind === "team" ? { teamId: holderId } : kind === "agent" ? { agentId: holderId } : {}),
      tools: which === "all" ? null : names,
      endsAt: endsAt.toISOString(),
    }),
  };
}
