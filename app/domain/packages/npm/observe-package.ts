import type { Looked } from "#app/domain/packages/looked.ts";
import {
  MOST_PACKAGES,
  type PackageObservation,
  type SignatureAnswer,
} from "#app/domain/packages/package-facts.ts";
import type { Signed } from "./check-signature.server.ts";
import type { ListedVersion, Packument } from "./packument.ts";
import type { ProvenanceAnswer } from "./provenance/provenance-facts.ts";
import type { Release } from "./provenance/verify-attestation.server.ts";
import { resolveRange } from "./resolve-spec.ts";
import { walkTree } from "./walk-tree.ts";

type Registry = {
  source: string;
  whole: (name: string) => Promise<Looked<Packument>>;
  short: (name: string) => Promise<Looked<Packument>>;
  /** Holds its own signature against the keys it publishes. */
  check: (signed: Signed) => Promise<SignatureAnswer | null>;
  /** Verifies the record of its build; asked where the registry lists one. */
  prove: (release: Release) => Promise<ProvenanceAnswer>;
};

const AT_ONCE = 6;
const MOST_NAMED = 20;
const YEAR_MS = 365 * 86_400_000;

/**
 * Everything a registry says of one release and of what is installed with it.
 * @param release '' for the newest
 */
export async function observePackage(
  registry: Registry,
  asked: { name: string; release: string },
  limits: { now: Date; isOver: () => boolean; mostPackages?: number },
): Promise<PackageObservation> {
  const { source } = registry;
  const answer = await registry.whole(asked.name);
  if (!answer.ok) return { outcome: "could_not_look", source, why: answer.why, retryAt: answer.retryAt };
  const packument = answer.value;
  const version = asked.release === "" ? resolveRange(packument, "latest") : asked.release;
  const root = version === null ? undefined : packument.versions.get(version);
  if (!root) {
    const why =
      asked.release === ""
        ? "The registry names no newest release."
        : "The registry does not list this release.";
    return { outcome: "could_not_look", source, why, retryAt: null };
  }
  const tree = await walkTree(
    { name: packument.name, version: root },
    {
      read: registry.short,
      mostPackages: limits.mostPackages ?? MOST_PACKAGES,
      atOnce: AT_ONCE,
      isOver: limits.isOver,
    },
  );
  const scripted = tree.packages.filter(({ hasInstallScript }) => hasInstallScript === true);
  return {
    outcome: "found",
    source,
    tree: tree.packages.map(({ name, version: of }) => [name, of]),
    facts: {
      ...ownFacts(packument, root, limits.now),
      signature: await registry.check({ ...root, name: packument.name }),
      provenance: root.hasProvenance ? await registry.prove({ ...root, name: packument.name }) : null,
      dependencies: tree.packages.length,
      scriptedDependencies: scripted.slice(0, MOST_NAMED).map(({ name, version: of }) => `${name}@${of}`),
      unknownScripts: tree.packages.filter(({ hasInstallScript }) => hasInstallScript === null).length,
      deprecatedDependencies: tree.packages.filter(({ isDeprecated }) => isDeprecated === true).length,
      missing: tree.missing,
      missed: tree.missed,
      isCut: tree.isCut,
      notes: packument.notes,
    },
  };
}

function ownFacts(packument: Packument, root: ListedVersion, now: Date) {
  const times = [...packument.versions.values()].flatMap(({ publishedAt }) => publishedAt ?? []);
  const since = new Date(now.getTime() - YEAR_MS).toISOString();
  return {
    version: root.version,
    versions: packument.listed,
    releasesLastYear: times.length > 0 ? times.filter((time) => time >= since).length : null,
    publishedAt: root.publishedAt,
    createdAt: packument.createdAt,
    newest: resolveRange(packument, "latest"),
    maintainers: packument.maintainers,
    deprecated: root.deprecated,
    hasProvenance: root.hasProvenance,
    licence: root.licence,
    repository: root.repository,
    directory: root.directory,
    installScripts: root.installScripts,
  };
}
