import { z } from "zod";
import { TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { FINDING_SEVERITIES, PRESENCES, STANDINGS } from "./inventory-words.ts";
import { CLIENTS, SCOPES, TRANSPORTS } from "./scan-inputs.ts";

/** Rank of a worst finding as stored (0 none, 1 low … 4 critical) as its word. */
export const SeverityRank = z
  .number()
  .transform((rank) => (rank === 0 ? null : (FINDING_SEVERITIES[rank - 1] ?? null)));

export const StandingCounts = z.partialRecord(z.enum(STANDINGS), z.number());
export type StandingCounts = z.infer<typeof StandingCounts>;

/** An installation as lists show it. */
export const InstallationRow = z.object({
  id: z.string(),
  serverId: z.string(),
  identity: z.string(),
  name: z.string(),
  memberId: z.string(),
  memberName: z.string(),
  deviceId: z.string(),
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
  severity: SeverityRank,
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
});
export type InstallationRow = z.infer<typeof InstallationRow>;

/** How many tools have each class as their most powerful; null where nobody looked yet. */
export const ToolCounts = z.record(z.enum(TOOL_CLASSES), z.number()).nullable();
export type ToolCounts = z.infer<typeof ToolCounts>;

/** Who approved and until when, of the live grant that ends last. */
export const Approval = z.object({ grantId: z.string(), by: z.string(), endsAt: z.coerce.date() }).nullable();

/** A server in use as lists show it: counts are of the installations that match and may be seen. */
export const ServerInUseRow = z.object({
  id: z.string(),
  identity: z.string(),
  standing: z.enum(STANDINGS),
  standings: StandingCounts,
  severity: SeverityRank,
  installations: z.number(),
  people: z.number(),
  names: z.array(z.string()),
  clients: z.array(z.enum(CLIENTS)),
  silent: z.number(),
  returned: z.number(),
  tools: ToolCounts,
  approval: Approval,
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
});
export type ServerInUseRow = z.infer<typeof ServerInUseRow>;

/** A team and what its members use; null id: people in no team. */
export const TeamInUseRow = z.object({
  id: z.string().nullable(),
  name: z.string().nullable(),
  standings: StandingCounts,
  severity: SeverityRank,
  installations: z.number(),
  people: z.number(),
  servers: z.number(),
  first: z.array(z.object({ id: z.string(), identity: z.string(), standing: z.enum(STANDINGS) })),
  lastSeenAt: z.coerce.date(),
});
export type TeamInUseRow = z.infer<typeof TeamInUseRow>;
