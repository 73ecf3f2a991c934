import { z } from "zod";
import { SERVER_KINDS, TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import { StandingCounts, ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import { FINDING_SEVERITIES } from "#app/domain/inventory/inventory-words.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const Approval = z.object({ grantId: Id, by: z.string(), endsAt: Instant }).nullable();
const ServerHead = z.object({
  id: Id,
  identity: z.string(),
  kind: z.enum(SERVER_KINDS),
  firstSeenAt: Instant,
  /** Tools by what they claim to do; null: not looked yet. */
  tools: ToolCounts,
  /** The live grant that ends last, of those one may see. */
  approval: Approval,
  installations: z.number(),
  people: z.number(),
});
export const Server = ServerHead.extend({
  isBlocked: z.boolean(),
  hasDrifted: z.boolean(),
  lookedAt: Instant.nullable(),
});
const ManifestFacts = z
  .object({
    id: Id,
    release: z.string(),
    hash: z.string(),
    tools: z.number(),
    observedAt: Instant,
    reportedBy: z.string(),
    isConfirmed: z.boolean(),
  })
  .nullable();
export const ServerDetail = ServerHead.extend({
  manifest: ManifestFacts,
  unconfirmed: ManifestFacts,
  block: z.object({ reason: z.string(), blockedAt: Instant, by: z.string() }).nullable(),
  pins: z.number(),
  standings: StandingCounts,
  severity: z.enum(FINDING_SEVERITIES).nullable(),
  releases: z.array(z.string()),
});
export const Tool = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string(),
  class: z.enum(TOOL_CLASSES).nullable(),
  pin: z.enum(["same", "added", "changed", "gone"]).nullable(),
});
