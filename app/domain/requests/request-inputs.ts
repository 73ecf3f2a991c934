import { z } from "zod";
import { ServerIdentity } from "#app/domain/catalog/server-inputs.ts";
import { Until } from "#app/domain/grants/grant-inputs.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { MOST_SEEN_LAUNCHES } from "#app/domain/inventory/seen-launches.ts";
import { isVisibleText } from "#app/domain/inventory/visible-text.ts";
import { CHECKLIST_ANSWERS, CHECKLIST_ITEMS } from "./request-words.ts";

function text(empty: string) {
  return z
    .string()
    .trim()
    .min(1, empty)
    .max(2_000, "At most 2,000 characters fit here.")
    .refine(isStorable, STORABLE);
}

const STORABLE = "Take out the NUL character.";
const isStorable = (value: string) => !value.includes("\0");

const toolName = z
  .string()
  .min(1)
  .max(256)
  .refine(isVisibleText, "A tool's name has no invisible characters.");

/** null: all tools. */
const tools = z
  .array(toolName)
  .min(1, "Choose at least one tool, or all.")
  .max(2_000)
  .transform((names) => [...new Set(names)])
  .nullable();

const release = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .refine(isVisibleText, "A release has no invisible characters.");

const terms = {
  /** for a team instead of oneself */
  teamId: z.uuid().nullish(),
  /** for an agent instead of oneself; the environment is the one it runs in */
  agentId: z.uuid().nullish(),
  environment: z.enum(ENVIRONMENTS),
  tools: tools.default(null),
  release: release.nullish(),
  client: z.enum(CLIENTS).nullish(),
  endsAt: Until,
  reason: text("Say what it is for, in a sentence."),
};

/** Exactly one of the three: a server of the catalog, one's own installation, an identity nobody has used yet. */
const what = {
  serverId: z.uuid().nullish(),
  installationId: z.uuid().nullish(),
  identity: ServerIdentity.refine(isVisibleText, "An identity has no invisible characters.").nullish(),
};

export const CreateRequestInput = z.strictObject({
  /** made by whoever sends, so that sending twice asks once */
  id: z.uuid(),
  ...what,
  ...terms,
});
export type CreateRequestInput = z.infer<typeof CreateRequestInput>;

export const PreviewRequestInput = z.strictObject({
  ...what,
  teamId: terms.teamId,
  agentId: terms.agentId,
  environment: terms.environment.default("development"),
  tools: terms.tools,
  endsAt: Until.nullish(),
});
export type PreviewRequestInput = z.infer<typeof PreviewRequestInput>;

const requestId = z.uuid();

export const WithdrawRequestInput = z.strictObject({ requestId });
export type WithdrawRequestInput = z.infer<typeof WithdrawRequestInput>;

export const AskRequestInput = z.strictObject({ requestId, question: text("Write the question.") });
export type AskRequestInput = z.infer<typeof AskRequestInput>;

export const AnswerRequestInput = z.strictObject({ requestId, answer: text("Write the answer.") });
export type AnswerRequestInput = z.infer<typeof AnswerRequestInput>;

export const AnswerChecklistInput = z.strictObject({
  requestId,
  item: z.enum(CHECKLIST_ITEMS),
  answer: z.enum(CHECKLIST_ANSWERS),
  note: z
    .string()
    .trim()
    .max(1_000, "A note has at most 1,000 characters.")
    .refine(isStorable, STORABLE)
    .nullish(),
});
export type AnswerChecklistInput = z.infer<typeof AnswerChecklistInput>;

/** What is left out is approved as asked. `tools`: null for all. */
export const ApproveRequestInput = z.strictObject({
  requestId,
  tools: tools.optional(),
  environment: z.enum(ENVIRONMENTS).optional(),
  endsAt: Until.optional(),
  release: release.nullish(),
  reason: z
    .string()
    .trim()
    .max(2_000, "A reason has at most 2,000 characters.")
    .refine(isStorable, STORABLE)
    .nullish(),
  /** the list of tools the decider saw; refused when it is another by now */
  seenManifestId: z.uuid().nullish(),
  /** how the installations were started that the decider saw; refused when they are started otherwise by now */
  seenLaunches: z
    .array(z.strictObject({ installationId: z.uuid(), hash: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(MOST_SEEN_LAUNCHES)
    .optional(),
  /** those that are not shown one by one, as one */
  seenLaunchesBeyond: z
    .strictObject({ count: z.int().min(1).max(1_000_000), hash: z.string().regex(/^[0-9a-f]{64}$/) })
    .nullish(),
});
export type ApproveRequestInput = z.infer<typeof ApproveRequestInput>;

export const DenyRequestInput = z.strictObject({
  requestId,
  reason: text("Say why, so that the person knows what to change."),
});
export type DenyRequestInput = z.infer<typeof DenyRequestInput>;
