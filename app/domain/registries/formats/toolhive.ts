import { entryParts, isEntry } from "./entry-parts.ts";
import { imageIdentity, remotePlace, transportOf } from "./package-place.ts";
import { publisherOfAddress } from "./publisher.ts";
import type { EntryRead, ListingPlace, RawEntry } from "./registry-format.ts";
import { readServerJson, touchesOf } from "./server-json.ts";
import { toolhiveFacts } from "./toolhive-facts.ts";
import { versionOrder } from "./version-order.ts";

/** ToolHive's own registry file (`servers` and `remote_servers`, by name), its older specs, and its upstream form. */
export function readToolhive(raw: RawEntry): EntryRead {
  const { value, key } = raw;
  const parts = entryParts();
  if (!isEntry(value)) {
    parts.remark("not_an_object", "");
    return { draft: null, name: key, remarks: parts.remarks };
  }
  const hasOwnForm = ["image", "url", "env_vars", "tier"].some((name) => Object.hasOwn(value, name));
  if (!hasOwnForm && ["packages", "remotes", "server"].some((name) => Object.hasOwn(value, name)))
    return readServerJson(raw);
  const name = parts.plain(key, "name", 200) ?? parts.text(value, "name", "name", 200);
  if (!name?.trim()) {
    parts.remark("no_name", "name");
    return { draft: null, name: null, remarks: parts.remarks };
  }
  const facts = toolhiveFacts(value, parts);
  const { demands } = facts;
  const transport = transportOf(parts.part(value, "transport"), parts, "transport");
  const image = parts.text(value, "image", "image", 500);
  const found = image ? imageIdentity(image, parts, "image") : null;
  const isRemote = image === null && Object.hasOwn(value, "url");
  const remote = isRemote ? remotePlace(value.url, { transport, demands }, parts, "url") : null;
  if (!image && !isRemote) parts.remark("no_place", "");
  const places: ListingPlace[] = [
    ...(found ? [{ ...found, transport, demands }] : []),
    ...(remote ? [remote] : []),
  ];
  const repository = parts.address(parts.part(value, "repository_url"), "repository_url");
  const custom = parts.record(parts.part(value, "custom_metadata"), "custom_metadata") ?? {};
  const metadata = parts.record(parts.part(value, "metadata"), "metadata") ?? {};
  const website = parts.part(value, "homepage") ?? parts.part(custom, "homepage");
  const author =
    parts.text(value, "author", "author", 200) ?? parts.text(custom, "author", "custom_metadata.author", 200);
  const version = found?.release ?? null;
  const description = parts.text(value, "description", "description", 2_000);
  if (description === null) parts.remark("no_description", "description");
  return {
    name,
    remarks: parts.remarks,
    draft: {
      name,
      edition: isRemote ? "remote" : "",
      version,
      versionOrder: versionOrder(version),
      status: facts.status,
      statusMessage: null,
      saidLatest: null,
      title: parts.text(value, "title", "title", 200),
      description,
      publisher:
        publisherOfAddress(repository) ?? author ?? publisherOfAddress(parts.plain(value.url, "url", 2_000)),
      repository,
      website: parts.address(website, "homepage"),
      licence: parts.text(value, "license", "license", 100),
      publishedAt: null,
      updatedAt: parts.time(parts.part(metadata, "last_updated"), "metadata.last_updated"),
      declared: facts.declared,
      touches: touchesOf(places, facts.touches),
      transports: transport ? [transport] : [],
      places,
    },
  };
}
