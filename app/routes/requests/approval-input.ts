import { z } from "zod";
import { MOST_SEEN_LAUNCHES } from "#app/domain/inventory/seen-launches.ts";
import { ApproveRequestInput } from "#app/domain/requests/request-inputs.ts";

/** The form in the words of its controls: ticked tools, or all of a server nobody has looked at. */
export const ApprovalInput = ApproveRequestInput.omit({
  tools: true,
  seenLaunches: true,
  seenLaunchesBeyond: true,
}).extend({
  tools: z.array(z.string().max(256)).max(2_000).default([]),
  /** an installation's id and the hash of its launch */
  seenLaunches: z
    .array(z.string().regex(/^[0-9a-f-]{36} [0-9a-f]{64}$/))
    .max(MOST_SEEN_LAUNCHES)
    .default([]),
  /** how many more there are, and the hash of them all */
  seenLaunchesBeyond: z
    .string()
    .regex(/^\d{1,6} [0-9a-f]{64}$/)
    .optional(),
  allTools: z.literal("yes").optional(),
  askedEnd: z.iso.datetime(),
});

/** What the verb takes. The day that was asked for means the very end that was asked for. */
export function approvalOf(form: z.infer<typeof ApprovalInput>): ApproveRequestInput {
  const { allTools, askedEnd, tools, endsAt, seenLaunches, seenLaunchesBeyond, ...rest } = form;
  const [count = "", hash = ""] = seenLaunchesBeyond?.split(" ") ?? [];
  const isSameDay = endsAt?.toISOString().slice(0, 10) === askedEnd.slice(0, 10);
  return {
    ...rest,
    seenLaunches: seenLaunches.map((seen) => {
      const [installationId = "", hash = ""] = seen.split(" ");
      return { installationId, hash };
    }),
    ...(seenLaunchesBeyond ? { seenLaunchesBeyond: { count: Number(count), hash } } : {}),
    ...(allTools ? {} : { tools }),
    ...(endsAt && !isSameDay ? { endsAt } : {}),
  };
}
