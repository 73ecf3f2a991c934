import type { DeclaredTouch } from "#app/domain/registries/registry-words.ts";
import { type Entry, type EntryParts, entryParts, isEntry } from "./entry-parts.ts";
import { statusOf } from "./listing-status.ts";
import { demandsOf, packagePlace, remotePlace, transportOf } from "./package-place.ts";
import { publisherOfAddress, publisherOfName } from "./publisher.ts";
import type { EntryRead, ListingPlace, RawEntry } from "./registry-format.ts";
import { type Extension, toolhiveExtension } from "./toolhive-facts.ts";
import { versionOrder } from "./version-order.ts";

const OFFICIAL = "io.modelcontextprotocol.registry/official";
const PUBLISHER = "io.modelcontextprotocol.registry/publisher-provided";
const NAME = /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/;
const MOST_PLACES = 20;

/**
 * An entry of the official Registry API (`{server, _meta}`) or a `server.json` by itself, of 2025-12-11 and before.
 * Only an entry without a name becomes no listing.
 */
export function readServerJson({ value, key }: RawEntry): EntryRead {
  const parts = entryParts();
  if (!isEntry(value)) {
    parts.remark("not_an_object", "");
    return { draft: null, name: key, remarks: parts.remarks };
  }
  const wrapped = parts.part(value, "server");
  const server = isEntry(wrapped) ? wrapped : value;
  const name = parts.text(server, "name", "name", 200) ?? key;
  if (!name?.trim()) {
    parts.remark("no_name", "name");
    return { draft: null, name: null, remarks: parts.remarks };
  }
  if (!NAME.test(name)) parts.remark("odd_name", "name");
  const version = versionOf(server, parts);
  const meta = metaOf(value, server, parts);
  const repository = parts.record(parts.part(server, "repository"), "repository");
  const repositoryAddress = repository
    ? parts.address(parts.part(repository, "url"), "repository.url")
    : null;
  const extension = toolhiveExtension(metaEntry(value, server, PUBLISHER), parts);
  const places = placesOf(server, parts, extension);
  return {
    name,
    remarks: parts.remarks,
    draft: {
      name,
      edition: version ?? "",
      version,
      versionOrder: versionOrder(version),
      ...meta,
      status: meta.status ?? extension.status,
      title: parts.text(server, "title", "title", 200, 100),
      description: descriptionOf(server, parts),
      publisher: publisherOfName(name) ?? publisherOfAddress(repositoryAddress),
      repository: repositoryAddress,
      website: parts.address(parts.part(server, "websiteUrl"), "websiteUrl"),
      licence: parts.text(server, "license", "license", 100),
      declared: extension.declared,
      touches: touchesOf(places, extension.touches),
      transports: [...new Set(places.flatMap(({ transport }) => transport ?? []))].sort(),
      places,
    },
  };
}

function versionOf(server: Entry, parts: EntryParts): string | null {
  const version = parts.text(server, "version", "version", 255) ?? detailVersion(server);
  if (version === null) parts.remark("no_version", "version");
  else if (/[\^~<>*|\s]|^latest$/i.test(version))
    parts.remark("version_is_a_range", "version", version.slice(0, 40));
  return version;
}

/** `version_detail.version` of the oldest form. */
function detailVersion(server: Entry): string | null {
  const detail = Object.hasOwn(server, "version_detail") ? server.version_detail : null;
  return isEntry(detail) && typeof detail.version === "string" ? detail.version.slice(0, 255) : null;
}

function descriptionOf(server: Entry, parts: EntryParts): string | null {
  const description = parts.text(server, "description", "description", 2_000, 100);
  if (description === null) parts.remark("no_description", "description");
  return description;
}

function metaEntry(value: Entry, server: Entry, name: string): Entry | null {
  for (const holder of [value, server]) {
    const meta = Object.hasOwn(holder, "_meta") ? holder._meta : null;
    const found = isEntry(meta) && Object.hasOwn(meta, name) ? meta[name] : null;
    if (isEntry(found)) return found;
  }
  return null;
}

/** What the registry itself says of the entry; the older form has the status in the publisher's own part. */
function metaOf(value: Entry, server: Entry, parts: EntryParts) {
  const official = metaEntry(value, server, OFFICIAL);
  const said = official ?? {};
  return {
    status: statusOf(parts.part(said, "status") ?? parts.part(server, "status"), parts),
    statusMessage: parts.text(said, "statusMessage", "_meta.statusMessage", 500),
    saidLatest: parts.flag(said, "isLatest", "_meta.isLatest"),
    publishedAt: parts.time(parts.part(said, "publishedAt"), "_meta.publishedAt"),
    updatedAt: parts.time(parts.part(said, "updatedAt"), "_meta.updatedAt"),
  };
}

function placesOf(server: Entry, parts: EntryParts, extension: Extension): ListingPlace[] {
  const packages = parts.list(parts.part(server, "packages"), "packages", MOST_PLACES);
  const remotes = parts.list(parts.part(server, "remotes"), "remotes", MOST_PLACES);
  if (packages.length + remotes.length === 0) parts.remark("no_place", "");
  const places = [
    ...packages.map((one, index) => packagePlace(one, parts, `packages[${index}]`)),
    ...remotes.map((one, index) => {
      const remote = parts.record(one, `remotes[${index}]`);
      if (!remote) return null;
      const path = `remotes[${index}]`;
      const transport = transportOf(
        parts.part(remote, "type") ?? parts.part(remote, "transportType"),
        parts,
        `${path}.type`,
      );
      const demands = [
        ...demandsOf(parts.part(remote, "headers"), "header", parts, `${path}.headers`),
        ...extension.demands,
      ];
      return remotePlace(parts.part(remote, "url"), { transport, demands }, parts, `${path}.url`);
    }),
  ];
  return places.filter((place) => place !== null);
}

/** What is declared by what the server demands stands beside what its tools declare. */
export function touchesOf(
  places: readonly ListingPlace[],
  declared: readonly DeclaredTouch[],
): DeclaredTouch[] {
  const demands = places.some((place) => place.demands.some(({ isSecret }) => isSecret));
  return [...new Set<DeclaredTouch>([...declared, ...(demands ? (["secrets"] as const) : [])])].sort();
}
