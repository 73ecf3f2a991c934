import { z } from "zod";
import { holdsSecret } from "#app/domain/inventory/holds-secret.ts";

export const LARGEST_REPOSITORY_FILE = 2 * 1024 * 1024;
export const MOST_REPOSITORIES = 1_000;

const printable = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{C}]*$/u, "Leave out invisible characters.");
const NO_TIME = "Give a time such as 2026-11-20T10:00:00Z.";
// before 1970 nobody kept repositories, and not every calendar has the year 0
const Time = z.iso
  .datetime({ offset: true, error: NO_TIME })
  .refine((text) => Number.isNaN(Date.parse(text)) || Date.parse(text) > 0, NO_TIME);

/** What somebody looked up of one repository elsewhere; what is left out is not known. */
const RepositoryEntry = z.strictObject({
  identity: printable(512).regex(/^[a-z]+:\S+$/, "Give a server's identity, such as pypi:name."),
  /** Of which `tag` speaks. */
  release: printable(200).optional(),
  repository: printable(500).refine(
    isPlace,
    "Give an address that begins with https://, without a password.",
  ),
  /** When it was looked up. */
  lookedAt: Time,
  isPublic: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  /** An SPDX name. */
  licence: printable(100).optional(),
  /** Null: it holds no commit. */
  lastCommitAt: Time.nullable().optional(),
  releasesLastYear: z.int().min(0).max(100_000).optional(),
  /** Where the source of the release can be read; null: at none. */
  tag: printable(200).nullable().optional(),
  issues: z
    .strictObject({
      looked: z.int().min(0).max(100_000),
      answered: z.int().min(0).max(100_000),
      /** Null: half of them are not answered. */
      medianHours: z.number().min(0).max(1_000_000).nullable(),
    })
    .refine(({ looked, answered }) => answered <= looked, "More are answered than were looked at.")
    .optional(),
});
export type RepositoryEntry = z.infer<typeof RepositoryEntry>;

export const RepositoryFile = z.strictObject({
  repositories: z
    .array(RepositoryEntry)
    .min(1, "Name one repository at least.")
    .max(MOST_REPOSITORIES, {
      error: `One file names at most ${MOST_REPOSITORIES.toLocaleString("en-GB")} repositories. Split it.`,
    }),
});
export type RepositoryFile = z.infer<typeof RepositoryFile>;

export const RepositoryFileInput = z.strictObject({
  text: z.string().max(LARGEST_REPOSITORY_FILE, "A file has at most 2 MB. Split it.").optional(),
});

function isPlace(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === "https:" && username === "" && password === "" && !holdsSecret(text);
}
