import type { RegistrySignature } from "./check-signature.server.ts";

/** One version as a registry lists it. Null: the registry leaves it out, which says nothing. */
export type ListedVersion = {
  version: string;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  /** Without those marked optional. */
  peerDependencies: Record<string, string>;
  /** Names of the scripts that run when it is installed. */
  installScripts: string[] | null;
  /** What its publisher wrote; false: not deprecated. */
  deprecated: string | false | null;
  hasProvenance: boolean | null;
  /** The registry's own signatures, and the hash of the content they are over. */
  signatures: RegistrySignature[] | null;
  integrity: string | null;
  licence: string | null;
  repository: string | null;
  /** The folder of that repository it says it is made in. */
  directory: string | null;
  publishedAt: string | null;
};

/** What a registry says of a package. */
export type Packument = {
  name: string;
  tags: Record<string, string>;
  /** By version, in the order of the registry. */
  versions: Map<string, ListedVersion>;
  createdAt: string | null;
  maintainers: number | null;
  /** How many versions there are, when more than are kept. */
  listed: number;
  /** What was odd. */
  notes: string[];
};
