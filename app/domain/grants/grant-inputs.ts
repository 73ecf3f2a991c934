import { z } from "zod";

const isStorable = (value: string) => !value.includes("\0");
const STORABLE = "Take out the NUL character.";

const reason = z
  .string()
  .trim()
  .min(1, "Give a reason.")
  .max(2_000, "A reason has at most 2,000 characters.")
  .refine(isStorable, STORABLE);

/** A day means its end in UTC; an instant is taken as it is. */
export const Until = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], "Give a date, such as 2027-03-31.")
  .transform((text) => (text.length === 10 ? `${text}T23:59:59.999Z` : text))
  .pipe(z.coerce.date());

export const SuspendGrantInput = z.strictObject({ grantId: z.uuid(), reason, until: Until.optional() });
export type SuspendGrantInput = z.infer<typeof SuspendGrantInput>;

export const ResumeGrantInput = z.strictObject({ grantId: z.uuid() });
export type ResumeGrantInput = z.infer<typeof ResumeGrantInput>;

export const RevokeGrantInput = z.strictObject({ grantId: z.uuid(), reason });
export type RevokeGrantInput = z.infer<typeof RevokeGrantInput>;

/** One call to decide. The environment is not in it: it comes from the installation, the key or the agent. */
export const DecideCallInput = z.strictObject({
  /** whose call; the caller's own when left out */
  memberId: z.uuid().optional(),
  /** the agent whose call it is, instead of a member's; its own key asks for no other */
  agentId: z.uuid().optional(),
  /** a server's id or its identity, such as npm:@sentry/mcp-server */
  server: z.string().trim().min(1, "Name the server.").max(512).refine(isStorable, STORABLE),
  tool: z.string().min(1, "Name the tool.").max(256).refine(isStorable, STORABLE),
  installationId: z.uuid().optional(),
  release: z.string().min(1).max(256).refine(isStorable, STORABLE).optional(),
  /** SHA-256 of the tool as the caller sees it, hex: refused when it is not the approved one */
  toolHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "A tool's hash is 64 lower-case hex digits.")
    .optional(),
});
export type DecideCallInput = z.infer<typeof DecideCallInput>;
