import { z } from "zod";
import { ProvenanceAnswer } from "#app/domain/packages/npm/provenance/provenance-facts.ts";

export const PACKAGE_LOOK_STATES = ["asked", "found", "could_not_look"] as const;

/** `unknown_key`: none of its keys; `not_checked`: its keys or the content's hash could not be read. */
export const SIGNATURE_ANSWERS = ["fits", "wrong", "unknown_key", "not_checked", "none"] as const;
export type SignatureAnswer = (typeof SIGNATURE_ANSWERS)[number];

/** What a registry said of one release; null: it does not tell. */
export const PackageFacts = z.object({
  version: z.string(),
  /** Of everything the registry lists. */
  versions: z.number(),
  releasesLastYear: z.number().nullable(),
  publishedAt: z.string().nullable(),
  createdAt: z.string().nullable(),
  newest: z.string().nullable(),
  maintainers: z.number().nullable(),
  deprecated: z.union([z.string(), z.literal(false)]).nullable(),
  hasProvenance: z.boolean().nullable(),
  /** What the record of its build proves; null: none is listed, or nobody looked at it. */
  provenance: ProvenanceAnswer.nullable().default(null),
  /** The registry's own signature, held against the keys it publishes. */
  signature: z.enum(SIGNATURE_ANSWERS).nullable().default(null),
  licence: z.string().nullable(),
  repository: z.string().nullable(),
  /** The folder of that repository it says it is made in. */
  directory: z.string().nullable().default(null),
  installScripts: z.array(z.string()).nullable(),
  /** Packages that come with it. */
  dependencies: z.number(),
  /** Those of them that run scripts when installed; the first twenty. */
  scriptedDependencies: z.array(z.string()),
  /** Of how many it is not told whether they do. */
  unknownScripts: z.number(),
  deprecatedDependencies: z.number(),
  /** Dependencies nobody could follow; the first twenty. */
  missing: z.array(z.object({ name: z.string(), why: z.string() })),
  missed: z.number(),
  isCut: z.boolean(),
  notes: z.array(z.string()),
});
export type PackageFacts = z.infer<typeof PackageFacts>;

/** Name and version of each package that comes with a release. */
export const PackageTree = z.array(z.tuple([z.string(), z.string()]));
export type PackageTree = z.infer<typeof PackageTree>;

export type PackageObservation =
  /** No package of npm: its repository is known from the listing of a registry. */
  | { outcome: "listed"; source: string; version: string | null }
  | { outcome: "found"; source: string; facts: PackageFacts; tree: PackageTree }
  | { outcome: "could_not_look"; source: string; why: string; retryAt: Date | null };

/** Whether everything that comes with it is known by name and version. */
export function isWholeTree({ isCut, missed }: Pick<PackageFacts, "isCut" | "missed">): boolean {
  return !isCut && missed === 0;
}

/** Packages of one tree that are kept. */
export const MOST_PACKAGES = 1_500;
/** For the whole tree. */
export const WALK_MS = 120_000;
export const LOOKS_KEPT = 5;
/** A look that was begun and did not end for this long is lost. */
export const LOST_AFTER_MINUTES = 30;
/** A look that nobody began for this long is given up. */
export const NOT_BEGUN_AFTER_HOURS = 24;
