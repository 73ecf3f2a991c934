import type { DeclaredTouch, ListingStatus } from "#app/domain/registries/registry-words.ts";
import { type Entry, type EntryParts, isEntry } from "./entry-parts.ts";
import { statusOf } from "./listing-status.ts";
import { demandsOf } from "./package-place.ts";
import type { DeclaredFacts, Demand } from "./registry-format.ts";

/** What ToolHive declares of a server beside what `server.json` has. */
export type Extension = {
  status: ListingStatus | null;
  declared: DeclaredFacts;
  touches: DeclaredTouch[];
  demands: Demand[];
};

const MOST_TOOLS = 500;

/** ToolHive's part of `_meta`: a map with one key, the image or address it is about. */
export function toolhiveExtension(provided: Entry | null, parts: EntryParts): Extension {
  const stacklok =
    provided && Object.hasOwn(provided, "io.github.stacklok") ? provided["io.github.stacklok"] : null;
  const first = isEntry(stacklok) ? Object.values(stacklok).find(isEntry) : undefined;
  return first ? toolhiveFacts(first, parts) : { status: null, declared: {}, touches: [], demands: [] };
}

/** The facts of a legacy entry and of the extension have the same names. */
export function toolhiveFacts(entry: Entry, parts: EntryParts): Extension {
  const tools = toolsOf(entry, parts);
  const metadata = parts.record(parts.part(entry, "metadata"), "metadata") ?? {};
  const permissions = parts.record(parts.part(entry, "permissions"), "permissions") ?? {};
  const network = networkOf(permissions, parts);
  const reads = parts.texts(parts.part(permissions, "read"), "permissions.read", 40, 300);
  const writes = parts.texts(parts.part(permissions, "write"), "permissions.write", 40, 300);
  const stars = parts.part(metadata, "stars");
  const oauth = parts.record(parts.part(entry, "oauth_config"), "oauth_config");
  const provenance = parts.record(parts.part(entry, "provenance"), "provenance");
  const tags = parts.texts(parts.part(entry, "tags"), "tags", 40, 60);
  const tier = parts.text(entry, "tier", "tier", 40);
  return {
    status: statusOf(parts.part(entry, "status"), parts),
    demands: demandsOf(parts.part(entry, "env_vars"), "env", parts, "env_vars"),
    touches: [
      ...new Set<DeclaredTouch>([
        ...tools.map(({ touch }) => touch),
        ...(network && network.reach !== "none" ? (["network"] as const) : []),
        ...(reads.length > 0 ? (["read"] as const) : []),
        ...(writes.length > 0 ? (["write"] as const) : []),
      ]),
    ],
    declared: {
      ...(tools.length > 0 ? { tools, toolCount: countOf(entry, parts, tools.length) } : {}),
      ...(network ? { network } : {}),
      ...(reads.length > 0 ? { reads } : {}),
      ...(writes.length > 0 ? { writes } : {}),
      ...(provenance ? { provenance: provenanceOf(provenance, parts) } : {}),
      ...(tier ? { tier } : {}),
      ...(typeof stars === "number" && Number.isSafeInteger(stars) && stars >= 0 ? { stars } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(oauth
        ? { oauth: [{ scopes: parts.texts(parts.part(oauth, "scopes"), "oauth_config.scopes", 40, 100) }] }
        : {}),
    },
  };
}

function toolsOf(entry: Entry, parts: EntryParts): { name: string; touch: DeclaredTouch }[] {
  const defined = parts.list(parts.part(entry, "tool_definitions"), "tool_definitions", MOST_TOOLS);
  const touches = new Map<string, DeclaredTouch>();
  for (const one of defined) {
    const name = isEntry(one) ? parts.text(one, "name", "tool_definitions.name", 128) : null;
    if (name !== null) touches.set(name, touchOfTool(one));
  }
  const names = parts.texts(parts.part(entry, "tools"), "tools", MOST_TOOLS, 128);
  return [...new Set([...names, ...touches.keys()])].map((name) => ({
    name,
    touch: touches.get(name) ?? "undeclared",
  }));
}

function countOf(entry: Entry, parts: EntryParts, kept: number): number {
  const tools = parts.part(entry, "tools");
  return Math.max(kept, Array.isArray(tools) ? tools.length : 0);
}

/** By the specification's defaults for annotations; without a hint nothing was declared. */
export function touchOfTool(tool: unknown): DeclaredTouch {
  const annotations = isEntry(tool) && isEntry(tool.annotations) ? tool.annotations : {};
  const { readOnlyHint, destructiveHint } = annotations;
  if (readOnlyHint === true) return "read";
  if (typeof readOnlyHint !== "boolean" && typeof destructiveHint !== "boolean") return "undeclared";
  return destructiveHint === false ? "write" : "destructive";
}

function networkOf(permissions: Entry, parts: EntryParts): DeclaredFacts["network"] | null {
  const network = parts.record(parts.part(permissions, "network"), "permissions.network");
  const outbound = network
    ? parts.record(parts.part(network, "outbound"), "permissions.network.outbound")
    : null;
  if (!outbound) return null;
  const path = "permissions.network.outbound";
  if (parts.flag(outbound, "insecure_allow_all", path) === true) return { reach: "any", hosts: [] };
  const hosts = parts.texts(parts.part(outbound, "allow_host"), `${path}.allow_host`, 40, 255);
  if (hosts.length > 0) return { reach: "listed", hosts };
  const ports = parts
    .list(parts.part(outbound, "allow_port"), `${path}.allow_port`, 40)
    .filter((port) => typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536);
  return ports.length > 0 ? { reach: "unnamed", hosts, ports: ports.map(Number) } : { reach: "none", hosts };
}

function provenanceOf(provenance: Entry, parts: EntryParts): NonNullable<DeclaredFacts["provenance"]> {
  const repository = parts.address(parts.part(provenance, "repository_uri"), "provenance.repository_uri");
  const signer = parts.text(provenance, "signer_identity", "provenance.signer_identity", 300);
  const issuer = parts.text(provenance, "cert_issuer", "provenance.cert_issuer", 300);
  return {
    ...(repository ? { repository } : {}),
    ...(signer ? { signer } : {}),
    ...(issuer ? { issuer } : {}),
  };
}
