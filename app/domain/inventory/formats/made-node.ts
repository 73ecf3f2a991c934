import type { Node } from "jsonc-parser";

/** Where a node stands in no text of its own: it was made from a value, or rearranged from others. */
const NOWHERE = -1;

/** Values as a parser of another syntax returns them, as a tree like that of a JSON file. */
export function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return makeNode("array", { children: value.map(nodeOf) });
  if (value instanceof Date) return makeNode("string", { value: value.toISOString() });
  if (typeof value === "object" && value !== null)
    return objectOf(Object.entries(value).map(([key, inner]) => [key, nodeOf(inner)]));
  if (typeof value === "string") return makeNode("string", { value });
  if (typeof value === "boolean") return makeNode("boolean", { value });
  if (typeof value === "number" || typeof value === "bigint")
    return makeNode("number", { value: Number(value) });
  return makeNode("null", { value: null });
}

/** An object of these members; their nodes keep the place they have. */
export function objectOf(
  members: readonly (readonly [key: string, node: Node])[],
  at?: Pick<Node, "offset" | "length">,
): Node {
  const children = members.map(([key, node]) =>
    makeNode("property", { children: [nodeOf(key), node] }, node),
  );
  return makeNode("object", { children }, at);
}

/** The place in the text, or undefined when the node has none. */
export function offsetOf(node: Node): number | undefined {
  return node.offset === NOWHERE ? undefined : node.offset;
}

/** A node of this kind, standing where `at` stands. */
export function makeNode(
  type: Node["type"],
  content: Pick<Node, "children" | "value">,
  at?: Pick<Node, "offset" | "length">,
): Node {
  return { type, offset: at?.offset ?? NOWHERE, length: at?.length ?? 0, ...content };
}
