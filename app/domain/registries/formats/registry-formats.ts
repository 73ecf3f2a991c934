import type { RegistryKind } from "#app/domain/registries/registry-words.ts";
import { readDocker } from "./docker-catalog.ts";
import type { EntryRead, RawEntry } from "./registry-format.ts";
import { readServerJson } from "./server-json.ts";
import { readToolhive } from "./toolhive.ts";

/**
 * Where the entries of a document stand. `entries`: each member is one. `members`: those named are walked further.
 * `rest`: objects beside them are entries of a map, or nothing but facts about the document.
 */
export type Walk = {
  entries?: true;
  each?: Walk;
  members?: Readonly<Record<string, Walk>>;
  rest?: "entries" | "facts";
};

export type RegistryFormat = {
  label: string;
  walk: { list: Walk; map: Walk };
  read: (raw: RawEntry) => EntryRead;
};

const LIST: Walk = { entries: true };
const SERVERS: Walk = { members: { servers: LIST }, rest: "facts" };
const OFFICIAL: Walk = { members: { servers: LIST, data: SERVERS }, rest: "facts" };
const GROUP: Walk = { members: { servers: LIST, remote_servers: LIST }, rest: "facts" };
const TOOLHIVE: Walk = {
  members: {
    servers: LIST,
    remote_servers: LIST,
    groups: { each: GROUP },
    data: { members: { servers: LIST, groups: { each: GROUP } }, rest: "facts" },
    meta: { rest: "facts" },
  },
  rest: "entries",
};

/** Every kind of registry, with where its entries stand and how one is read. */
export const REGISTRY_FORMATS: Readonly<Record<RegistryKind, RegistryFormat>> = {
  official: { label: "Registry API (v0.1)", walk: { list: LIST, map: OFFICIAL }, read: readServerJson },
  docker: {
    label: "Docker catalog",
    walk: { list: LIST, map: { members: { servers: LIST, registry: LIST }, rest: "entries" } },
    read: readDocker,
  },
  toolhive: { label: "ToolHive registry", walk: { list: LIST, map: TOOLHIVE }, read: readToolhive },
  server_json: { label: "server.json", walk: { list: LIST, map: OFFICIAL }, read: readServerJson },
};
