import { z } from "zod";
import {
  CLASS_SOURCES,
  LOOK_PLACES,
  LOOK_STATES,
  SERVER_KINDS,
  TOOL_CLASSES,
} from "#app/domain/catalog/catalog-words.ts";
import { HIDDEN_KINDS } from "#app/domain/catalog/hidden/hidden-rule.ts";
import { TouchShape } from "#app/domain/catalog/permissions/touch-shape.ts";
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
  /** Tools by the most powerful class of each; null: not looked yet. */
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
/** What the tools of a server touch, a row a class, the most powerful first. */
export const Touched = z.array(
  z.object({
    class: z.enum(TOOL_CLASSES),
    tools: z.number(),
    declared: z.number(),
    inferred: z.number(),
    /** Tools that claim the opposite of what was inferred. */
    contradicted: z.number(),
  }),
);
/** What is declared for a server as a whole: claims of its registries and of its authorization metadata. */
export const Declared = z.object({
  rows: z.array(
    z.object({
      class: z.enum(TOOL_CLASSES),
      /** It is declared that it does not touch it. */
      denies: z.boolean(),
      what: z.string(),
      /** Hosts, folders, variables or scopes, as others wrote them. */
      names: z.array(z.string()),
      source: z.string(),
      at: z.date().nullable(),
    }),
  ),
  /** What nobody declares, which is unknown and never safe; null: every part is declared. */
  unknown: z.string().nullable(),
});
/** A part of a text that people do not see or that is meant for the model; the span is in code units. */
export const Hidden = z.object({
  /** Null: what the server says beside its tools. */
  tool: z.string().nullable(),
  rule: z.string(),
  kind: z.enum(HIDDEN_KINDS),
  place: z.string(),
  start: z.number(),
  end: z.number(),
  before: z.string(),
  found: z.string(),
  after: z.string(),
  /** The server whose tool the text names. */
  of: z.object({ serverId: Id, identity: z.string() }).nullable(),
});
export const Look = z.object({
  id: Id,
  place: z.enum(LOOK_PLACES),
  state: z.enum(LOOK_STATES),
  release: z.string().nullable(),
  /** Why no list came of it. */
  reason: z.string().nullable(),
  /** Variables or options it asks for. */
  needs: z.array(z.string()),
  askedBy: z.string(),
  askedAt: Instant,
  endedAt: Instant.nullable(),
  manifestId: Id.nullable(),
});
export const ToolRules = z.object({
  version: z.number(),
  classes: z.array(z.object({ id: z.string(), class: z.enum(TOOL_CLASSES), when: z.string() })),
  scopes: z.array(z.object({ id: z.string(), class: z.enum(TOOL_CLASSES), when: z.string() })),
  hidden: z.array(z.object({ id: z.string(), kind: z.enum(HIDDEN_KINDS), when: z.string() })),
});
export const Tool = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string(),
  /** The most powerful class it touches; null for a tool that is gone. */
  class: z.enum(TOOL_CLASSES).nullable(),
  /** Who says so. An undeclared tool is never a safe one. */
  classSource: z.enum(CLASS_SOURCES).nullable(),
  /** Each class it touches: declared by the hint or inferred by the rule in `by`. */
  touches: z.array(TouchShape),
  pin: z.enum(["same", "added", "changed", "gone"]).nullable(),
});
