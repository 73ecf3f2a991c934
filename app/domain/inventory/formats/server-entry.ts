import type { Node } from "jsonc-parser";
import type { RawLaunch } from "../redact-launch.ts";
import { type Fault, kindOf, memberOf, membersOf } from "./json-file.ts";

/** The keys of an entry that are read. */
export const SHARED_KEYS = [
  "command",
  "args",
  "env",
  "url",
  "headers",
  "cwd",
  "type",
  "transport",
  "disabled",
  "enabled",
] as const;

export interface RawEntry {
  enabled: boolean;
  launch: RawLaunch;
}

export interface EntryReading {
  /** Absent when the entry cannot be used; `faults` then says why. */
  entry?: RawEntry;
  faults: Fault[];
}

type Keys = readonly (string | number)[];

class Reader {
  readonly faults: Fault[] = [];
  readonly #keys: Keys;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  fault(node: Node, sentence: string, ...keys: Keys): undefined {
    this.faults.push({ sentence, offset: node.offset, keys: [...this.#keys, ...keys] });
    return undefined;
  }

  text(entry: Node, key: string): string | undefined {
    const node = memberOf(entry, key);
    if (node === undefined || node.type === "null") return undefined;
    if (typeof node.value === "string") return node.value;
    return this.fault(node, `text was expected, ${kindOf(node)} was found`, key);
  }

  list(entry: Node, key: string): string[] {
    const node = memberOf(entry, key);
    if (node === undefined || node.type === "null") return [];
    if (node.type !== "array") {
      this.fault(node, `a list of texts was expected, ${kindOf(node)} was found`, key);
      return typeof node.value === "string" ? [node.value] : [];
    }
    return (node.children ?? []).flatMap((item, index) => {
      if (typeof item.value === "string") return [item.value];
      this.fault(item, `text was expected, ${kindOf(item)} was found`, key, index);
      return item.type === "number" || item.type === "boolean" ? [String(item.value)] : [];
    });
  }

  map(entry: Node, key: string): [string, string][] {
    const node = memberOf(entry, key);
    if (node === undefined || node.type === "null") return [];
    if (node.type !== "object") {
      this.fault(node, `an object of names and texts was expected, ${kindOf(node)} was found`, key);
      return [];
    }
    return membersOf(node).flatMap((member): [string, string][] => {
      if (member.overridden) {
        this.fault(
          member.node,
          "the key stands here more than once; the last one is read, as clients do",
          key,
          member.key,
        );
        return [];
      }
      if (["string", "number", "boolean"].includes(member.node.type))
        return [[member.key, String(member.node.value)]];
      this.fault(member.node, `text was expected, ${kindOf(member.node)} was found`, key, member.key);
      return [[member.key, ""]];
    });
  }

  flag(entry: Node, key: string): boolean | undefined {
    const node = memberOf(entry, key);
    if (node === undefined || node.type === "null") return undefined;
    if (typeof node.value === "boolean") return node.value;
    return this.fault(node, `true or false was expected, ${kindOf(node)} was found`, key);
  }
}

const REMOTE_TYPES: ReadonlyMap<string, "http" | "sse"> = new Map([
  ["http", "http"],
  ["streamable-http", "http"],
  ["streamablehttp", "http"],
  ["streamable_http", "http"],
  ["sse", "sse"],
]);

function transportOf(
  reader: Reader,
  node: Node,
  hasUrl: boolean,
  url: string | undefined,
): RawLaunch["transport"] {
  const nested = memberOf(node, "transport");
  const type =
    reader.text(node, "type") ??
    (nested?.type === "object" ? reader.text(nested, "type") : reader.text(node, "transport"));
  const named = type === undefined ? undefined : REMOTE_TYPES.get(type.toLowerCase());
  const local = type !== undefined && /^(?:stdio|local)$/i.test(type);
  if (type !== undefined && named === undefined && !local)
    reader.fault(memberOf(node, "type") ?? node, 'one of "stdio", "http" or "sse" was expected', "type");
  if (!hasUrl) {
    if (named !== undefined)
      reader.fault(node, "a url was expected for this type, a command was found", "type");
    return "stdio";
  }
  if (local) reader.fault(node, "a command was expected for this type, a url was found", "type");
  return named ?? (/\/sse\/?(?:[?#]|$)/i.test(url ?? "") ? "sse" : "http");
}

/** One entry of a servers object in the shape that clients share. A wrong part is a fault, not the end of the entry. */
export function readServerEntry(node: Node, keys: Keys): EntryReading {
  const reader = new Reader(keys);
  if (node.type !== "object") {
    reader.fault(node, `an object with "command" or "url" was expected, ${kindOf(node)} was found`);
    return { faults: reader.faults };
  }
  for (const member of membersOf(node))
    if (member.overridden)
      reader.fault(
        member.node,
        "the key stands here more than once; the last one is read, as clients do",
        member.key,
      );
  const command = reader.text(node, "command")?.trim() || undefined;
  const url = reader.text(node, "url")?.trim() || undefined;
  if (command === undefined && url === undefined) {
    reader.fault(node, 'either "command" or "url" was expected, neither was found');
    return { faults: reader.faults };
  }
  const typed = memberOf(node, "type")?.value;
  const remote =
    url !== undefined &&
    (command === undefined || (typeof typed === "string" && REMOTE_TYPES.has(typed.toLowerCase())));
  if (command !== undefined && url !== undefined)
    reader.fault(
      node,
      `either "command" or "url" was expected, both were found; the ${remote ? "url" : "command"} is read`,
    );
  const cwd = reader.text(node, "cwd");
  const launch: RawLaunch = {
    transport: transportOf(reader, node, remote, url),
    ...(remote ? { url } : { command }),
    args: remote ? [] : reader.list(node, "args"),
    env: reader.map(node, "env"),
    headers: reader.map(node, "headers"),
    ...(cwd === undefined ? {} : { cwd }),
  };
  const disabled = reader.flag(node, "disabled") ?? false;
  const enabled = reader.flag(node, "enabled") ?? true;
  return { entry: { enabled: enabled && !disabled, launch }, faults: reader.faults };
}
