import { z } from "zod";
import { DRIFT_CLASSES, LAUNCH_CHANGES } from "#app/domain/catalog/drift/drift-words.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import {
  FINDING_RULES,
  FINDING_SEVERITIES,
  PRESENCES,
  RETURNED_AFTER,
  STANDINGS,
} from "#app/domain/inventory/inventory-words.ts";
import { CLIENTS, Launch, SCAN_OUTCOMES, SCOPES, TRANSPORTS } from "#app/domain/inventory/scan-inputs.ts";
import { Instant } from "#app/http/api-shapes.ts";

/** An installation in a list. */
export const Installation = z.object({
  id: z.uuid(),
  serverId: z.uuid(),
  identity: z.string(),
  name: z.string(),
  memberId: z.uuid(),
  memberName: z.string(),
  deviceId: z.uuid(),
  deviceName: z.string(),
  client: z.enum(CLIENTS),
  scope: z.enum(SCOPES),
  path: z.string(),
  release: z.string().nullable(),
  transport: z.enum(TRANSPORTS),
  environment: z.enum(ENVIRONMENTS),
  isEnabled: z.boolean(),
  standing: z.enum(STANDINGS),
  presence: z.enum(PRESENCES),
  /** Of the worst open finding; null for none. */
  severity: z.enum(FINDING_SEVERITIES).nullable(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
});

const Finding = z.object({
  rule: z.enum(FINDING_RULES),
  severity: z.enum(FINDING_SEVERITIES),
  where: z.string(),
  sentence: z.string(),
  remedy: z.string(),
  firstSeenAt: Instant,
  resolvedAt: Instant.nullable(),
  acceptedUntil: Instant.nullable(),
});

/** An installation by itself, with its file and its findings. */
export const InstallationDetail = Installation.extend({
  launch: Launch,
  /** How it differs from what was approved in its place. */
  drift: z
    .object({ change: z.enum(LAUNCH_CHANGES), class: z.enum(DRIFT_CLASSES), lines: z.array(z.string()) })
    .nullable(),
  removedAt: Instant.nullable(),
  returnedAt: Instant.nullable(),
  /** After what it came back. */
  returnedAfter: z.enum(RETURNED_AFTER).nullable(),
  file: z
    .object({
      outcome: z.enum(SCAN_OUTCOMES),
      problem: z.string().nullable(),
      notes: z.array(z.string()),
      lookedAt: Instant,
    })
    .nullable(),
  findings: z.array(Finding),
});
