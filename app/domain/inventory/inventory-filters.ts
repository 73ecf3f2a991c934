import { z } from "zod";
import { FINDING_RULES, FINDING_SEVERITIES, PRESENCES, STANDINGS } from "./inventory-words.ts";
import { CLIENTS } from "./scan-inputs.ts";

export const PAGE_SIZES = [25, 50, 100] as const;
export const SERVER_SORTS = ["need", "server", "people", "seen"] as const;
export const INSTALLATION_SORTS = ["need", "server", "person", "seen"] as const;

/** What the inventory can be narrowed to. A value that means nothing is left out, so that an old link still opens. */
export const InventoryFilter = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  standing: z.enum(STANDINGS).optional().catch(undefined),
  /** At least this bad. */
  severity: z.enum(FINDING_SEVERITIES).optional().catch(undefined),
  /** With an open finding of this rule. */
  finding: z.enum(FINDING_RULES).optional().catch(undefined),
  team: z.uuid().optional().catch(undefined),
  client: z.enum(CLIENTS).optional().catch(undefined),
  /** Without it, what was removed is left out. */
  presence: z.enum(PRESENCES).optional().catch(undefined),
  server: z.uuid().optional().catch(undefined),
  member: z.uuid().optional().catch(undefined),
  device: z.uuid().optional().catch(undefined),
});
export type InventoryFilter = z.infer<typeof InventoryFilter>;

export const PageChoice = z.object({
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  perPage: z.coerce
    .number()
    .pipe(z.union(PAGE_SIZES.map((size) => z.literal(size))))
    .catch(50),
});
export type PageChoice = z.infer<typeof PageChoice>;

function sortOf<const T extends readonly [string, ...string[]]>(names: T) {
  const words: string[] = names.flatMap((name) => [name, `-${name}`]);
  return z
    .string()
    .refine((text) => words.includes(text))
    .catch("need");
}
export const ServerSort = sortOf(SERVER_SORTS);
export const InstallationSort = sortOf(INSTALLATION_SORTS);

/** Parameters of an address as one object; empty ones count as absent. */
export function inventoryParameters(search: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...search].filter(([, value]) => value !== ""));
}
