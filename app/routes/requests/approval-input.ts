import { z } from "zod";
import { ApproveRequestInput } from "#app/domain/requests/request-inputs.ts";

/** The form in the words of its controls: ticked tools, or all of a server nobody has looked at. */
export const ApprovalInput = ApproveRequestInput.omit({ tools: true }).extend({
  tools: z.array(z.string().max(256)).max(2_000).default([]),
  allTools: z.literal("yes").optional(),
  askedEnd: z.iso.datetime(),
});

/** What the verb takes. The day that was asked for means the very end that was asked for. */
export function approvalOf(form: z.infer<typeof ApprovalInput>): ApproveRequestInput {
  const { allTools, askedEnd, tools, endsAt, ...rest } = form;
  const isSameDay = endsAt?.toISOString().slice(0, 10) === askedEnd.slice(0, 10);
  return {
    ...rest,
    ...(allTools ? {} : { tools }),
    ...(endsAt && !isSameDay ? { endsAt } : {}),
  };
}
