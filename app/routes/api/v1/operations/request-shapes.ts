import { z } from "zod";
import { CLASS_SOURCES, TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import { DRIFT_CLASSES, LAUNCH_CHANGES, LAUNCH_OUTCOMES } from "#app/domain/catalog/drift/drift-words.ts";
import { TouchShape } from "#app/domain/catalog/permissions/touch-shape.ts";
import { HOLDER_KINDS } from "#app/domain/grants/grant-rules.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { FINDING_RULES, FINDING_SEVERITIES } from "#app/domain/inventory/inventory-words.ts";
import { CLIENTS, Launch } from "#app/domain/inventory/scan-inputs.ts";
import {
  CHECKLIST_ANSWERS,
  CHECKLIST_ITEMS,
  DECISION_OUTCOMES,
  MESSAGE_KINDS,
  REQUEST_KINDS,
  REQUEST_STATES,
} from "#app/domain/requests/request-words.ts";
import { RISKS } from "#app/domain/requests/risk-rules.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const Named = z.object({ id: Id, name: z.string() });

/** Somebody who can decide, by role or as a lead. */
export const DeciderShape = Named.omit({ id: true }).extend({
  memberId: Id,
  role: z.string(),
  by: z.enum(["role", "lead"]),
});

/** A request as lists answer it. */
export const RequestShape = z.object({
  id: Id,
  server: z.object({ id: Id, identity: z.string() }),
  requester: Named,
  holder: z.object({ kind: z.enum(HOLDER_KINDS), id: Id, name: z.string() }),
  environment: z.enum(ENVIRONMENTS),
  /** Asked for; null: all. */
  tools: z.array(z.string()).nullable(),
  release: z.string().nullable(),
  reason: z.string(),
  /** `drift`: Castellan asks whether a server that is not any more what was approved may go on. */
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(REQUEST_STATES),
  submittedAt: Instant,
  endsAt: Instant,
  dueAt: Instant.nullable(),
  expiresAt: Instant,
  decidedAt: Instant.nullable(),
  risk: z.enum(RISKS),
  /** Why the risk is what it is. */
  because: z.array(z.string()),
});

/** A launch as it was reported: secrets never left the machine. */
const LaunchSideShape = z.object({ identity: z.string(), release: z.string().nullable(), launch: Launch });

const Possible = z.string().nullable();

/** A request with everything a decision rests on. */
export const RequestDetailShape = RequestShape.extend({
  client: z.enum(CLIENTS).nullable(),
  manifest: z
    .object({ id: Id, release: z.string(), hash: z.string(), observedAt: Instant, isConfirmed: z.boolean() })
    .nullable(),
  /** What the server lists now. */
  listedTools: z.array(
    z.object({
      name: z.string(),
      class: z.enum(TOOL_CLASSES),
      classSource: z.enum(CLASS_SOURCES),
      touches: z.array(TouchShape),
      hash: z.string(),
      description: z.string(),
    }),
  ),
  findings: z.array(
    z.object({
      rule: z.enum(FINDING_RULES),
      severity: z.enum(FINDING_SEVERITIES),
      where: z.string(),
      sentence: z.string(),
      remedy: z.string(),
    }),
  ),
  installations: z.number(),
  checklist: z.array(
    z.object({
      item: z.enum(CHECKLIST_ITEMS),
      answer: z.enum(CHECKLIST_ANSWERS),
      by: z.enum(["evidence", "person", "nobody"]),
      note: z.string(),
      memberId: Id.nullable(),
      at: z.string().nullable(),
    }),
  ),
  messages: z.array(
    z.object({ id: Id, kind: z.enum(MESSAGE_KINDS), body: z.string(), at: Instant, author: Named }),
  ),
  decision: z
    .object({
      id: Id,
      outcome: z.enum(DECISION_OUTCOMES),
      reason: z.string().nullable(),
      decidedAt: Instant,
      by: Named,
      grantId: Id.nullable(),
    })
    .nullable(),
  /** Of a request about one installation: how it was started when that was approved, and how it is since. */
  launchDrift: z
    .object({
      installationId: Id,
      change: z.enum(LAUNCH_CHANGES),
      class: z.enum(DRIFT_CLASSES),
      before: LaunchSideShape,
      after: LaunchSideShape,
      foundAt: Instant,
      endedAt: Instant.nullable(),
      outcome: z.enum(LAUNCH_OUTCOMES).nullable(),
    })
    .nullable(),
  /** How the installations are started that an approval would pin, the first 500; send id and hash back as `seenLaunches`. Empty unless the caller can approve. */
  launches: z.array(
    LaunchSideShape.extend({
      installationId: Id,
      hash: z.string(),
      person: z.string(),
      device: z.string(),
      client: z.enum(CLIENTS),
    }),
  ),
  /** The others, as one; send it back as `seenLaunchesBeyond`. Null when all are listed. */
  launchesBeyond: z.object({ count: z.number(), hash: z.string() }).nullable(),
  deciders: z.array(DeciderShape),
  /** Null: possible for the caller now; otherwise why not. */
  actions: z.object({
    approve: Possible,
    deny: Possible,
    ask: Possible,
    withdraw: Possible,
    answer: Possible,
  }),
});
