import type { Node } from "jsonc-parser";
import { splitScript } from "../identities/shell-words.ts";
import type { RawLaunch } from "../redact-launch.ts";
import { type Fault, kindOf, memberOf, membersOf } from "./json-file.ts";
import { withSplitCommand } from "./renamed-keys.ts";

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
      return typeof node.value === "string" ? splitScript(node.value).commands.flat() : [];
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
      return node.type === "array" ? (node.children ?? []).flatMap(pairOf) : [];
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
    this.fault(node, `true or false was expected, ${kindOf(node)} was found`, key);
    return typeof node.value === "string" && /^(?:true|false)$/i.test(node.value)
      ? node.value.toLowerCase() === "true"
      : undefined;
  }
}

/** `NAME=value`, `Name: value`, `NAME` alone for one of the environment, or an object of a name and a value. */
function pairOf(item: Node): [string, string][] {
  if (typeof item.value === "string") {
    const [, name, value] = /^([\w.-]{1,256})(?:\s*[=:]\s*([\s\S]*))?$/.exec(item.value) ?? [];
    return name === undefined ? [] : [[name, value ?? `\${${name}}`]];
  }
  const name = (memberOf(item, "name") ?? memberOf(item, "key"))?.value;
  const value = memberOf(item, "value")?.value;
  return typeof name === "string" && name !== "" ? [[name, value === undefined ? "" : String(value)]] : [];
}

/** By their letters alone: `streamable-http`, `streamableHttp`, `http_stream` are one. */
const REMOTE_TYPES: ReadonlyMap<string, "http" | "sse"> = new Map([
  ["http", "http"],
  ["streamablehttp", "http"],
  ["httpstreamable", "http"],
  ["httpstream", "http"],
  ["streamable", "http"],
  ["sse", "sse"],
]);

function remoteType(word: string): "http" | "sse" | undefined {
  return REMOTE_TYPES.get(word.toLowerCase().replace(/[-_ ]/g, ""));
}

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
  const named = type === undefined ? undefined : remoteType(type);
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
export function readServerEntry(entry: Node, keys: Keys): EntryReading {
  const reader = new Reader(keys);
  const line = memberOf(entry, "command");
  const node = line?.type === "array" ? withSplitCommand(entry) : entry;
  if (line !== undefined && node !== entry)
    reader.fault(
      line,
      "text was expected, a list was found; it is read as a program and its arguments",
      "command",
    );
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
    (command === undefined || (typeof typed === "string" && remoteType(typed) !== undefined));
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
