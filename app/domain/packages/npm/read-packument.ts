import semver from "semver";
import { z } from "zod";
import { visibleText } from "#app/domain/inventory/visible-text.ts";
import { absent, couldNot, type Looked } from "#app/domain/packages/looked.ts";
import type { RegistrySignature } from "./check-signature.server.ts";
import type { ListedVersion, Packument } from "./packument.ts";

const MOST_VERSIONS = 5_000;
const MOST_DEPENDENCIES = 1_000;
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"] as const;
/** So many versions of one moment are a copy's own dates, not those of publishing. */
const COPIED_AT_ONCE = 5;

const Fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof Fields>;

/**
 * What a registry answered about a package, leniently: a field it leaves out is unknown, never "no". A field counts as
 * told when the registry gives it for any version.
 * @param asked the name that was asked for: an answer about another package is none
 * @param form `short`: the registry says that it left out all that installing does not need. There a version names that it
 * runs scripts only when it does
 */
export function readPackument(
  asked: string,
  answer: unknown,
  now: Date,
  form: "whole" | "short" = "whole",
): Looked<Packument> {
  const doc = Fields.safeParse(answer).data;
  if (!doc) return couldNot("The registry answered something that is no package.");
  const name = typeof doc.name === "string" ? doc.name : "";
  if (name.toLowerCase() !== asked.toLowerCase())
    return couldNot("The registry answered about another package.");
  const listed = Fields.safeParse(doc.versions).data;
  if (!listed || Object.keys(listed).length === 0)
    return doc.versions === undefined
      ? couldNot("The registry lists no versions of it.")
      : absent("No version of it is published any more.");
  const notes: string[] = [];
  const raw = Object.entries(listed)
    .filter(([version]) => semver.valid(version) !== null)
    .slice(-MOST_VERSIONS);
  if (raw.length < Object.keys(listed).length) notes.push("Not every listed version could be read.");
  if (raw.length === 0) return couldNot("No version the registry lists is one.");
  const told = toldBy(doc, raw);
  if (form === "short") told.scripts = true;
  const times = timesOf(
    doc.time,
    raw.map(([version]) => version),
    now,
    notes,
  );
  const versions = new Map(
    raw.map(([version, value]) => [
      version,
      readVersion(version, Fields.safeParse(value).data ?? {}, doc, told, times),
    ]),
  );
  return {
    ok: true,
    value: {
      name,
      tags: textsOf(doc["dist-tags"], 100),
      versions,
      createdAt: times.size > 0 ? validTime(Fields.safeParse(doc.time).data?.created, now) : null,
      maintainers: Array.isArray(doc.maintainers) ? doc.maintainers.length : null,
      listed: Object.keys(listed).length,
      notes,
    },
  };
}

type Told = { scripts: boolean; attestations: boolean; signatures: boolean; deprecation: boolean };

/** Which of the fields that copies of a registry leave out this one gives. */
function toldBy(doc: Fields, raw: [string, unknown][]): Told {
  const told = { scripts: false, attestations: false, signatures: false, deprecation: false };
  for (const [, value] of raw) {
    const one = Fields.safeParse(value).data ?? {};
    const dist = Fields.safeParse(one.dist).data ?? {};
    // beside what npm notes on publishing stands everything that was published
    if ("scripts" in one || "hasInstallScript" in one || "_npmVersion" in one) told.scripts = true;
    if (Array.isArray(dist.signatures)) told.signatures = true;
    if (dist.attestations !== undefined) told.attestations = true;
    if (typeof one.deprecated === "string" || typeof one.deprecated === "boolean") told.deprecation = true;
  }
  // a registry that signs lists attestations where there are any, and names maintainers where it passes on what was published
  if (told.signatures) told.attestations = true;
  if (told.signatures || Array.isArray(doc.maintainers)) told.deprecation = true;
  return told;
}

function readVersion(
  version: string,
  one: Fields,
  doc: Fields,
  told: Told,
  times: ReadonlyMap<string, string>,
): ListedVersion {
  const dist = Fields.safeParse(one.dist).data ?? {};
  const optional = Object.entries(Fields.safeParse(one.peerDependenciesMeta).data ?? {})
    .filter(([, meta]) => Fields.safeParse(meta).data?.optional === true)
    .map(([name]) => name);
  const optionalDependencies = textsOf(one.optionalDependencies, MOST_DEPENDENCIES);
  return {
    version,
    dependencies: without(textsOf(one.dependencies, MOST_DEPENDENCIES), Object.keys(optionalDependencies)),
    optionalDependencies,
    peerDependencies: without(textsOf(one.peerDependencies, MOST_DEPENDENCIES), optional),
    installScripts: scriptsOf(one, told),
    deprecated: deprecationOf(one.deprecated, told),
    hasProvenance: hasProvenance(dist.attestations, told),
    signatures: signaturesOf(dist.signatures),
    integrity: typeof dist.integrity === "string" ? dist.integrity.slice(0, 300) : null,
    licence: licenceOf(one.license ?? one.licenses ?? doc.license),
    repository: addressOf(one.repository ?? doc.repository),
    directory: directoryOf(one.repository ?? doc.repository),
    publishedAt: times.get(version) ?? null,
  };
}

const Signature = z.object({ keyid: z.string().max(200), sig: z.string().max(500) });

function signaturesOf(value: unknown): RegistrySignature[] | null {
  if (!Array.isArray(value)) return null;
  return value.slice(0, 5).map((one) => Signature.safeParse(one).data ?? { keyid: "", sig: "" });
}

function scriptsOf(one: Fields, told: Told): string[] | null {
  const scripts = Fields.safeParse(one.scripts).data;
  const named = INSTALL_SCRIPTS.filter((name) => typeof scripts?.[name] === "string");
  if (named.length > 0) return named;
  if (one.hasInstallScript === true || one.gypfile === true) return ["install"];
  return told.scripts ? [] : null;
}

function deprecationOf(value: unknown, told: Told): string | false | null {
  if (typeof value === "string" && value !== "") return visibleText(value, 200);
  if (value === true) return "deprecated";
  return told.deprecation ? false : null;
}

function hasProvenance(value: unknown, told: Told): boolean | null {
  const attestations = Fields.safeParse(value).data;
  if (attestations?.provenance !== undefined || typeof attestations?.url === "string") return true;
  return told.attestations ? false : null;
}

function licenceOf(value: unknown): string | null {
  if (typeof value === "string" && value.trim() !== "") return visibleText(value.trim(), 100);
  if (Array.isArray(value)) return licenceOf(value[0]);
  const type = Fields.safeParse(value).data?.type;
  return typeof type === "string" ? licenceOf(type) : null;
}

function addressOf(value: unknown): string | null {
  if (typeof value === "string" && value !== "") return visibleText(value, 500);
  const url = Fields.safeParse(value).data?.url;
  return typeof url === "string" ? addressOf(url) : null;
}

function directoryOf(value: unknown): string | null {
  const directory = Fields.safeParse(value).data?.directory;
  return typeof directory === "string" && directory !== "" ? visibleText(directory, 200) : null;
}

/** Times of publishing by version; none when they are a copy's own, or those of tomorrow. */
function timesOf(
  value: unknown,
  versions: readonly string[],
  now: Date,
  notes: string[],
): Map<string, string> {
  const given = Fields.safeParse(value).data ?? {};
  const times = new Map<string, string>();
  for (const version of versions) {
    const time = validTime(given[version], now);
    if (time !== null) times.set(version, time);
  }
  const minutes = new Set([...times.values()].map((time) => time.slice(0, 16)));
  if (times.size >= COPIED_AT_ONCE && minutes.size === 1) {
    notes.push("Every version has the same time, so when they were published is not known.");
    return new Map();
  }
  return times;
}

function validTime(value: unknown, now: Date): string | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT/.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) || at > now.getTime() + 86_400_000 ? null : new Date(at).toISOString();
}

function textsOf(value: unknown, most: number): Record<string, string> {
  const entries = Object.entries(Fields.safeParse(value).data ?? {}).filter(
    (pair): pair is [string, string] =>
      typeof pair[1] === "string" && pair[0].length <= 214 && pair[1].length <= 500,
  );
  return Object.fromEntries(entries.slice(0, most));
}

function without(texts: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !names.includes(name)));
}
