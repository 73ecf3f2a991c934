import type { DeclaredTouch, ListingTransport } from "#app/domain/registries/registry-words.ts";
import { type Entry, type EntryParts, entryParts, isEntry } from "./entry-parts.ts";
import { statusOf } from "./listing-status.ts";
import { imageIdentity, remotePlace, transportOf } from "./package-place.ts";
import { publisherOfAddress } from "./publisher.ts";
import type { DeclaredFacts, Demand, EntryRead, ListingPlace, RawEntry } from "./registry-format.ts";
import { touchesOf } from "./server-json.ts";
import { touchOfTool } from "./toolhive-facts.ts";
import { versionOrder } from "./version-order.ts";

const MOST_TOOLS = 500;

/** An entry of Docker's catalog: a `server` image, a `remote`, or a `poci`, whose tools are images of their own. */
export function readDocker({ value, key }: RawEntry): EntryRead {
  const parts = entryParts();
  if (!isEntry(value)) {
    parts.remark("not_an_object", "");
    return { draft: null, name: key, remarks: parts.remarks };
  }
  const name = parts.text(value, "name", "name", 200) ?? parts.plain(key, "name", 200);
  if (!name?.trim()) {
    parts.remark("no_name", "name");
    return { draft: null, name: null, remarks: parts.remarks };
  }
  const places = placesOf(value, parts);
  const tools = parts.list(parts.part(value, "tools"), "tools", MOST_TOOLS);
  const source = parts.record(parts.part(value, "source"), "source") ?? {};
  const repository = parts.address(parts.part(source, "project"), "source.project");
  const description = parts.text(value, "description", "description", 2_000);
  if (description === null) parts.remark("no_description", "description");
  const declared = declaredOf(value, source, tools, parts);
  const version = places[0]?.release ?? null;
  const touches: DeclaredTouch[] = [
    ...(declared.tools ?? []).map(({ touch }) => touch),
    ...(declared.network && declared.network.reach !== "none" ? (["network"] as const) : []),
  ];
  return {
    name,
    remarks: parts.remarks,
    draft: {
      name,
      edition: "",
      version,
      versionOrder: versionOrder(version),
      status: statusOf(parts.part(value, "status"), parts),
      statusMessage: null,
      saidLatest: null,
      title: parts.text(value, "title", "title", 200),
      description,
      publisher: publisherOfAddress(repository) ?? publisherOfPlace(places[0]),
      repository,
      website: null,
      licence: parts.text(value, "license", "license", 100),
      publishedAt: null,
      updatedAt: null,
      declared,
      touches: touchesOf(places, touches),
      transports: [...new Set(places.flatMap(({ transport }) => transport ?? []))].sort(),
      places,
    },
  };
}

function publisherOfPlace(place: ListingPlace | undefined): string | null {
  return place?.identity.startsWith("remote:")
    ? publisherOfAddress(place.identity.slice("remote:".length))
    : null;
}

function placesOf(entry: Entry, parts: EntryParts): ListingPlace[] {
  const demands = demandsOfDocker(entry, parts);
  const image = parts.text(entry, "image", "image", 500);
  const found = image ? imageIdentity(image, parts, "image") : null;
  const remote = parts.record(parts.part(entry, "remote"), "remote");
  const written = remote ? parts.part(remote, "transport_type") : null;
  const transport: ListingTransport | null = transportOf(written, parts, "remote.transport_type");
  const headers = remote ? (parts.record(parts.part(remote, "headers"), "remote.headers") ?? {}) : {};
  const wanted: Demand[] = Object.keys(headers)
    .slice(0, 40)
    .flatMap((header) => parts.plain(header, "remote.headers", 200) ?? [])
    .map((header) => ({
      name: header,
      as: "header",
      isSecret: /auth|key|token|secret/i.test(header),
      isRequired: true,
    }));
  const reached = remote
    ? remotePlace(
        parts.part(remote, "url"),
        { transport, demands: [...wanted, ...demands] },
        parts,
        "remote.url",
      )
    : null;
  if (!image && !remote) parts.remark("no_place", "");
  return [
    ...(found ? [{ ...found, transport: "stdio" as const, demands }] : []),
    ...(reached ? [reached] : []),
  ];
}

/** Examples and values are not read: some of them look like real keys. */
function demandsOfDocker(entry: Entry, parts: EntryParts): Demand[] {
  const named = (list: string, field: string, isSecret: boolean) =>
    parts.list(parts.part(entry, list), list, 60).flatMap((one, index): Demand[] => {
      const demand = parts.record(one, `${list}[${index}]`);
      const name = demand
        ? (parts.text(demand, field, `${list}[${index}]`, 200) ??
          parts.text(demand, "name", `${list}[${index}]`, 200))
        : null;
      return name === null ? [] : [{ name, as: "env", isSecret, isRequired: isSecret }];
    });
  return [...named("secrets", "env", true), ...named("env", "name", false)];
}

function declaredOf(
  entry: Entry,
  source: Entry,
  tools: readonly unknown[],
  parts: EntryParts,
): DeclaredFacts {
  const run = parts.record(parts.part(entry, "run"), "run") ?? {};
  const commit = parts.text(source, "commit", "source.commit", 64);
  const category = parts.text(entry, "category", "category", 60);
  const tags = parts.texts(parts.part(entry, "tags"), "tags", 40, 60);
  const volumes = parts.texts(parts.part(run, "volumes"), "run.volumes", 20, 300);
  const hosts = parts.texts(parts.part(run, "allowHosts"), "run.allowHosts", 40, 255);
  const isOffline = parts.flag(run, "disableNetwork", "run.disableNetwork") === true;
  const hasDynamicTools = parts.flag(entry, "dynamicTools", "dynamicTools") === true;
  const kept = tools.flatMap((tool, index) => {
    const one = parts.record(tool, `tools[${index}]`);
    const name = one ? parts.text(one, "name", `tools[${index}].name`, 128) : null;
    return name === null ? [] : [{ name, touch: touchOfTool(one) }];
  });
  const oauth = parts.list(parts.part(entry, "oauth"), "oauth", 20).flatMap((one) => {
    const provider = isEntry(one) ? parts.text(one, "provider", "oauth.provider", 100) : null;
    return provider === null ? [] : [{ provider, scopes: [] }];
  });
  return {
    ...(kept.length > 0 ? { tools: kept, toolCount: tools.length } : {}),
    ...(hasDynamicTools ? { hasDynamicTools } : {}),
    ...(isOffline ? { network: { reach: "none" as const, hosts: [] } } : {}),
    ...(!isOffline && hosts.length > 0 ? { network: { reach: "listed" as const, hosts } } : {}),
    ...(volumes.length > 0 ? { volumes } : {}),
    ...(commit ? { commit } : {}),
    ...(category ? { category: category.toLowerCase().replace(/[^a-z0-9]+/g, "-") } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(oauth.length > 0 ? { oauth } : {}),
  };
}
