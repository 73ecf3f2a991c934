import type { Node } from "jsonc-parser";
import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument, type Node as YamlNode } from "yaml";
import { type Fault, FILE_LIMITS, type JsonFile } from "./json-file.ts";
import { makeNode, nodeOf, objectOf } from "./made-node.ts";
import { opensTooDeep } from "./yaml-depth.ts";

/** Files of settings in YAML are short. An alias repeats what stands elsewhere, so what is read is counted too. */
export const YAML_LIMITS = { characters: 256 * 1024, nodes: 50_000 } as const;

const TOO_LARGE = `the file is too large to read: at most ${YAML_LIMITS.characters / 1024} KiB was expected`;
const TOO_DEEP = `values are nested deeper than ${FILE_LIMITS.depth} levels`;
const TOO_MANY = `at most ${YAML_LIMITS.nodes} values were expected, aliases counted as what they stand for`;

/** Reads one YAML document into the same tree as a JSON file, with its places. The fault quotes nothing of the file. */
export function readYamlFile(raw: string, most: number): JsonFile | { fault: Fault; text: string } {
  if (raw.length > Math.min(most, YAML_LIMITS.characters))
    return { fault: { sentence: TOO_LARGE }, text: "" };
  const text = raw.startsWith("\ufeff") ? raw.slice(1) : raw;
  if (opensTooDeep(text, 4 * FILE_LIMITS.depth)) return { fault: { sentence: TOO_DEEP }, text };
  try {
    const document = parseDocument(text, {
      schema: "core",
      resolveKnownTags: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
    });
    const [error] = document.errors;
    if (error !== undefined)
      return { fault: { sentence: "valid YAML was expected", offset: error.pos[0] }, text };
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
      return { text };
    return { text, root: new Tree().node(document.contents, 0) };
  } catch (error) {
    if (error instanceof Beyond) return { fault: error.fault, text };
    // the parser walks nested values by recursion: what exhausts the stack is nested too deep
    if (error instanceof RangeError) return { fault: { sentence: TOO_DEEP }, text };
    throw error;
  }
}

class Beyond extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.sentence);
    this.fault = fault;
  }
}

/** Makes the tree. Aliases are replaced by what they stand for and `<<` by the members it brings. */
class Tree {
  readonly #anchors = new Map<string, YamlNode>();
  #left: number = YAML_LIMITS.nodes;
  #expanding = 0;

  node(from: YamlNode | null, depth: number): Node {
    const at = placeOf(from);
    this.#left -= 1;
    if (this.#left < 0) throw new Beyond({ sentence: TOO_MANY, ...offsetIn(at) });
    if (depth > FILE_LIMITS.depth) throw new Beyond({ sentence: TOO_DEEP, ...offsetIn(at) });
    if (isAlias(from)) {
      const target = this.#anchors.get(from.source);
      if (target === undefined)
        throw new Beyond({
          sentence: "an alias of something earlier in the file was expected",
          ...offsetIn(at),
        });
      this.#expanding += 1;
      const node = this.node(target, depth + 1);
      this.#expanding -= 1;
      return node;
    }
    if (from?.anchor !== undefined && this.#expanding === 0) this.#anchors.set(from.anchor, from);
    if (isMap<YamlNode, YamlNode | null>(from)) return objectOf(this.#members(from.items, depth + 1), at);
    if (isSeq<YamlNode>(from))
      return makeNode("array", { children: from.items.map((item) => this.node(item, depth + 1)) }, at);
    const { type, value } = nodeOf(isScalar(from) ? from.value : null);
    return makeNode(type, { value }, at);
  }

  #members(pairs: readonly Pair<YamlNode, YamlNode | null>[], depth: number): [string, Node][] {
    const own: [string, Node][] = [];
    const merged: [string, Node][] = [];
    for (const pair of pairs) {
      const key = this.#keyOf(pair.key, depth);
      const node = this.node(pair.value, depth);
      if (key === "<<" && (node.type === "object" || node.type === "array")) merged.push(...broughtBy(node));
      else own.push([key, node]);
    }
    const taken = new Set(own.map(([key]) => key));
    return [...new Map(merged.toReversed()).entries()].filter(([key]) => !taken.has(key)).concat(own);
  }

  #keyOf(key: YamlNode, depth: number): string {
    const { type, value } = this.node(key, depth);
    return type === "object" || type === "array" ? "(a key that is no text)" : String(value);
  }
}

/** The members that `<<` brings into a map: those of a map, or of each map in a list. */
function broughtBy(node: Node): [string, Node][] {
  if (node.type === "array") return (node.children ?? []).flatMap(broughtBy);
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }): [string, Node][] =>
    typeof key?.value === "string" && value !== undefined ? [[key.value, value]] : [],
  );
}

type Place = Pick<Node, "offset" | "length"> | undefined;

function placeOf(node: YamlNode | null): Place {
  const range = node?.range;
  return range ? { offset: range[0], length: range[1] - range[0] } : undefined;
}

function offsetIn(place: Place): { offset?: number } {
  return place === undefined ? {} : { offset: place.offset };
}
