import { z } from "zod";
import { jsonIn } from "#app/domain/json-text.ts";
import type { ProvenanceAnswer } from "#app/domain/packages/npm/provenance/provenance-facts.ts";
import { sameRepository } from "#app/domain/packages/npm/provenance/same-repository.ts";

/**
 * Whether a server is made in the repository that is said of it. Anybody can write anybody's repository into a package:
 * until something confirms it, what is good about that repository says nothing of the server.
 */
export const Confirmation = z.object({
  /** `unknown`: nobody could look whether it is. */
  state: z.enum(["confirmed", "claimed", "unknown"]),
  says: z.string(),
});
export type Confirmation = z.infer<typeof Confirmation>;

export const CLAIMED: Confirmation = {
  state: "claimed",
  says: "Nothing there and no signed record of a build names this server.",
};
const confirmed = (says: string): Confirmation => ({ state: "confirmed", says });

/** The entry of a registry that names the repository of a server. */
export const NamedBy = z.object({
  registry: z.string(),
  kind: z.string(),
  /** null: it was given as a file, by whomever. */
  address: z.string().nullable(),
  name: z.string(),
  repository: z.string(),
});
type NamedBy = z.infer<typeof NamedBy>;

/** What besides the repository itself may confirm it. */
export type Witnesses = {
  provenance: ProvenanceAnswer | null;
  listing: NamedBy | null;
  /** The repository an administrator gave facts of in a file, for this very server. */
  given: string | null;
};

/** What confirms a repository before it is asked itself; null: nothing does yet. */
export function confirmedElsewhere(
  place: string,
  { provenance, listing, given }: Witnesses,
): Confirmation | null {
  const is = (text: string) => sameRepository(`https://${place}`, text);
  if (provenance?.answer === "verified" && is(`https://${provenance.repository}`))
    return confirmed("The signed record of its build names it, and that was verified.");
  if (given !== null)
    return is(`https://${given}`)
      ? confirmed("An administrator gave facts of it for this server.")
      : { state: "unknown", says: `An administrator gave facts of ${given} for this server.` };
  if (listing === null || listing.address === null || !is(listing.repository)) return null;
  const owner = ownerOf(listing);
  if (owner !== undefined)
    return place.toLowerCase().startsWith(`github.com/${owner}/`)
      ? confirmed(`The official registry proved ${listing.name.split("/", 1)[0]}, to whom it belongs.`)
      : null;
  // these are kept by editors; elsewhere publishers write their entries themselves
  return listing.kind === "docker" || listing.kind === "toolhive"
    ? confirmed(`${listing.registry} names it, which is kept by editors and not by publishers.`)
    : null;
}

const OFFICIAL = "registry.modelcontextprotocol.io";

/** Whose name at GitHub the official registry had proved, in lower case. */
function ownerOf({ kind, address, name }: NamedBy): string | undefined {
  if (kind !== "official" || address === null || !URL.canParse(address)) return undefined;
  if (new URL(address).hostname !== OFFICIAL) return undefined;
  return /^io\.github\.([\w-]+)\//i.exec(name)?.[1]?.toLowerCase();
}

/** Where in a repository the file stands that names a package. */
export type PackageFile = { name: string; directory: string | null };

const FOLDER = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.@-]+(?:\/[\w.@-]+){0,9}$/;

/** The path of that file; undefined where the package names no folder that is one. */
export function packagePath({ directory }: PackageFile): string | undefined {
  const folder = directory?.replace(/^\.?\/+|\/+$/g, "") ?? "";
  if (folder === "") return "package.json";
  return FOLDER.test(folder) ? `${folder}/package.json` : undefined;
}

const Named = z.object({
  name: z.string(),
  private: z.boolean().optional(),
  repository: z.unknown().optional(),
});

/**
 * Whether a `package.json` in a repository says that the package is made there. One that is never published names nothing,
 * and one in a folder, where examples stand too, must name its repository itself.
 */
export function confirmedByFile(text: string, place: string, of: PackageFile): Confirmation {
  const read = Named.safeParse(jsonIn(text));
  if (!read.success) return { state: "claimed", says: "The package.json there is none that can be read." };
  const { name, private: isPrivate, repository } = read.data;
  if (name !== of.name) return { state: "claimed", says: "The package.json there names another package." };
  if (isPrivate)
    return { state: "claimed", says: "The package.json there is of a package that is never published." };
  if (packagePath(of) !== "package.json" && !sameRepository(`https://${place}`, addressIn(repository)))
    return { state: "claimed", says: "The package.json in that folder does not name this repository." };
  return confirmed("Its package.json names this package.");
}

function addressIn(repository: unknown): string {
  if (typeof repository === "string") return repository;
  return z.object({ url: z.string() }).safeParse(repository).data?.url ?? "";
}
