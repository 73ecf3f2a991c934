import { boundedIdentity } from "#app/domain/inventory/identities/identity.ts";
import { parseNpmSpec } from "#app/domain/inventory/identities/npm.ts";
import { parseImage } from "#app/domain/inventory/identities/oci.ts";
import { parsePypiSpec } from "#app/domain/inventory/identities/pypi.ts";
import { remoteIdentity } from "#app/domain/inventory/identities/remote.ts";
import { redactWithin } from "#app/domain/inventory/redact-text.ts";
import type { ListingTransport } from "#app/domain/registries/registry-words.ts";
import { type Entry, type EntryParts, isEntry } from "./entry-parts.ts";
import type { Demand, ListingPlace } from "./registry-format.ts";

const RANGE = /^(?:latest|next|stable|main|master|edge|\*|x)$|[\^~<>*|\s]|\.x\b/i;
const MOST_DEMANDS = 60;

const TRANSPORTS: Readonly<Record<string, ListingTransport>> = {
  stdio: "stdio",
  "streamable-http": "streamable-http",
  streamable_http: "streamable-http",
  streamableHttp: "streamable-http",
  http: "streamable-http",
  sse: "sse",
};

export function transportOf(value: unknown, parts: EntryParts, path: string): ListingTransport | null {
  if (value === undefined || value === null) return null;
  const known = typeof value === "string" && Object.hasOwn(TRANSPORTS, value) ? TRANSPORTS[value] : undefined;
  if (known) return known;
  parts.remark("unknown_transport", path);
  return null;
}

/** The version when it names one release; a range or a moving tag names none. */
export function releaseOf(version: string | null, parts: EntryParts, path: string): string | null {
  if (version === null || !RANGE.test(version)) return version;
  parts.remark("version_is_a_range", path, version.slice(0, 40));
  return null;
}

/** Names of what is demanded; values, defaults and examples are not read, since they may be secrets. */
export function demandsOf(value: unknown, as: Demand["as"], parts: EntryParts, path: string): Demand[] {
  return parts.list(value, path, MOST_DEMANDS).flatMap((one, index) => {
    const demand = parts.record(one, `${path}[${index}]`);
    const name = demand ? parts.text(demand, "name", `${path}[${index}].name`, 200) : null;
    if (!demand || !name) return [];
    const flag = (camel: string, short: string) =>
      (parts.flag(demand, camel, `${path}[${index}].${camel}`) ??
        parts.flag(demand, short, `${path}[${index}].${short}`)) === true;
    return [{ name, as, isSecret: flag("isSecret", "secret"), isRequired: flag("isRequired", "required") }];
  });
}

/** What follows an `@` that is no digest may be anything, also the rest of an address with its secrets. */
function isDigest(digest: string | null): boolean {
  return digest === null || /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{1,128}$/i.test(digest);
}

type Found = { identity: string; release: string | null };

/** The identity an image has here; the release is its digest, or a tag that names a version. */
export function imageIdentity(image: string, parts: EntryParts, path: string): Found | null {
  const parsed = parseImage(image);
  if (!parsed || !isDigest(parsed.digest)) {
    parts.remark("unknown_package", path, redactWithin(image, 80));
    return null;
  }
  const release = parsed.digest ?? releaseOf(parsed.tag, parts, path);
  return { identity: boundedIdentity(`oci:${parsed.name}`), release };
}

/** `{tenant}` or `${HOST}` in an address, filled in by whoever connects. */
const TEMPLATE = /\$?\{\{?[^{}]{1,200}\}?\}/g;

/** An address as a place; plain http is remarked. Null for what is no address. */
export function remotePlace(
  written: unknown,
  rest: Omit<ListingPlace, "identity" | "release">,
  parts: EntryParts,
  path: string,
): ListingPlace | null {
  const url = parts.plain(written, path, 2_000);
  // an address that is none is not kept as written: what was meant as its user and password may stand anywhere in it
  if (url === null || !/^https?:\/\/[^/\s]/i.test(url) || !URL.canParse(url.replace(TEMPLATE, "1"))) {
    parts.remark("bad_address", path);
    return null;
  }
  if (/^http:/i.test(url)) parts.remark("insecure", path);
  return { ...rest, identity: boundedIdentity(remoteIdentity(url).identity), release: null };
}

const PUBLIC_HOMES = new Map(
  Object.entries({
    npm: /^https?:\/\/registry\.npmjs\.org\/?$/i,
    pypi: /^https?:\/\/(?:files\.|upload\.)?pypi\.(?:org|python\.org)(?:\/.*)?$/i,
  }),
);

const READERS: Readonly<
  Record<
    string,
    (id: string, version: string | null, home: string, parts: EntryParts, path: string) => Found | null
  >
> = {
  npm: (id, version) => {
    const parsed = parseNpmSpec(id);
    return parsed ? { identity: `npm:${parsed.name}`, release: version ?? parsed.version } : null;
  },
  pypi: (id, version) => {
    const parsed = parsePypiSpec(id);
    return parsed ? { identity: `pypi:${parsed.name}`, release: version ?? parsed.version } : null;
  },
  oci: (id, version, home, parts, path) => {
    const host = /^https?:\/\/([^/]+)/i.exec(home)?.[1] ?? "";
    const isElsewhere = host !== "" && !/(?:^|\.)docker\.(?:io|com)$/i.test(host);
    const found = imageIdentity(
      isElsewhere && !id.startsWith(`${host}/`) ? `${host}/${id}` : id,
      parts,
      path,
    );
    return found && { ...found, release: found.release ?? version };
  },
  nuget: (id, version) =>
    /^[A-Za-z][\w.-]{1,127}$/.test(id)
      ? { identity: `command:dnx ${id.toLowerCase()}`, release: version }
      : null,
};

/** A package of `server.json` as a place; null, with a remark, for kinds that have no identity here. */
export function packagePlace(one: unknown, parts: EntryParts, path: string): ListingPlace | null {
  const pack = parts.record(one, path);
  if (!pack) return null;
  const kind = parts.text(pack, "registryType", `${path}.registryType`, 40) ?? textOf(pack, "registry_name");
  const id = parts.text(pack, "identifier", `${path}.identifier`, 500) ?? textOf(pack, "name");
  const home = parts.text(pack, "registryBaseUrl", `${path}.registryBaseUrl`, 500) ?? "";
  const version = releaseOf(parts.text(pack, "version", `${path}.version`, 255), parts, `${path}.version`);
  const transport = parts.part(pack, "transport");
  const reader = kind !== null && Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  const isPublic = home === "" || PUBLIC_HOMES.get(kind ?? "")?.test(home) !== false;
  const found = reader && isPublic && id ? reader(id.trim(), version, home, parts, path) : null;
  if (!found) {
    parts.remark("unknown_package", path, `${kind ?? "no kind"}${isPublic ? "" : " of another registry"}`);
    return null;
  }
  return {
    identity: boundedIdentity(found.identity),
    release: found.release,
    transport: transportOf(isEntry(transport) ? transport.type : transport, parts, `${path}.transport`),
    demands: [
      ...demandsOf(parts.part(pack, "environmentVariables"), "env", parts, `${path}.environmentVariables`),
      ...argumentDemands(pack, parts, path),
    ],
  };
}

/** Arguments that have to be given and are secret; others are a matter of taste. */
function argumentDemands(pack: Entry, parts: EntryParts, path: string): Demand[] {
  return ["packageArguments", "runtimeArguments"].flatMap((name) =>
    demandsOf(
      parts
        .list(parts.part(pack, name), `${path}.${name}`, MOST_DEMANDS)
        .filter((one) => isEntry(one) && one.name),
      "argument",
      parts,
      `${path}.${name}`,
    ).filter(({ isSecret }) => isSecret),
  );
}

function textOf(entry: Entry, name: string): string | null {
  const value = Object.hasOwn(entry, name) ? entry[name] : null;
  return typeof value === "string" && value !== "" ? value.slice(0, 500) : null;
}
