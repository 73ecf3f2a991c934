import type { Node } from "jsonc-parser";
import { memberOf, membersOf } from "./json-file.ts";
import { nodeOf, objectOf } from "./made-node.ts";

/** `{{LIBRECHAT_USER_ID}}` and `{{A_KEY}}` stand for a value of each person, which LibreChat puts in: a reference. */
const OF_THE_PERSON = /\{\{([A-Z][A-Z0-9_]{0,127})\}\}/g;

export function librechatEntry(entry: Node): Node {
  const replaced = ["headers", "env"].flatMap((key) => {
    const values = memberOf(entry, key);
    return values?.type === "object" ? [[key, withReferences(values)] as const] : [];
  });
  if (replaced.length === 0) return entry;
  const others = membersOf(entry)
    .filter(({ key }) => !replaced.some(([name]) => name === key))
    .map(({ key, node }) => [key, node] as const);
  return objectOf([...others, ...replaced], entry);
}

function withReferences(values: Node): Node {
  const members = membersOf(values).map(({ key, node }) => {
    const text: unknown = node.value;
    const isText = node.type === "string" && typeof text === "string";
    return [
      key,
      isText ? nodeOf(text.replace(OF_THE_PERSON, (_, name: string) => `\${${name}}`)) : node,
    ] as const;
  });
  return objectOf(members, values);
}
