import { z } from "zod";
import {
  IMPORT_ENDINGS,
  ODDITY_KINDS,
  REGISTRY_IMPORT_STATES,
  REGISTRY_KINDS,
  SCHEDULES,
} from "#app/domain/registries/registry-words.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
export const Made = z.object({ id: Id });

export const RegistryImport = z.object({
  id: Id,
  registryId: Id,
  state: z.enum(REGISTRY_IMPORT_STATES).meta({ description: "stopped: it ended before everything was seen" }),
  fileName: z.string().nullable().meta({ description: "Null when it was read at its address" }),
  startedBy: z.string().nullable().meta({ description: "Null when its schedule did" }),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  ending: z
    .enum(IMPORT_ENDINGS)
    .nullable()
    .meta({ description: "Why it stopped: what it could not look at" }),
  endingDetail: z.string().nullable(),
  since: Instant.nullable().meta({ description: "Only changes since then were asked for" }),
  pages: z.number(),
  seen: z.number().meta({ description: "Entries so far: added + changed + unchanged + refused" }),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  refused: z.number().meta({
    description:
      "Entries that became no listing; the first 10,000 are among the oddities while those are kept",
  }),
  removed: z.number().meta({ description: "Listings the registry has no more" }),
  oddities: z
    .number()
    .meta({ description: "All there were; kept are those of the registry's newest five imports" }),
});

export const Registry = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(REGISTRY_KINDS),
  address: z.string().nullable(),
  schedule: z.enum(SCHEDULES),
  createdAt: Instant,
  importedAt: Instant.nullable().meta({ description: "Its listings are as they were then" }),
});

export const RegistryOddity = z.object({
  entry: z.number().meta({ description: "From 1; 0 is the page or file" }),
  entryName: z.string().nullable(),
  oddity: z.enum(ODDITY_KINDS),
  path: z.string(),
  detail: z.string().nullable(),
  isRefusal: z.boolean().meta({ description: "The entry became no listing" }),
});
