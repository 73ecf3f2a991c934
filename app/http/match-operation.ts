import type { Operation } from "./api-operation.ts";

export type Matched =
  | { operation: Operation; params: Record<string, string> }
  /** The path exists with these methods only; empty when it does not exist. */
  | { allow: string[] };

type Pattern = { operation: Operation; segments: string[] };
const compiled = new WeakMap<readonly Operation[], Pattern[]>();

/** Finds the operation of a method and a path below /api/v1. A literal segment wins over a parameter. */
export function matchOperation(table: readonly Operation[], method: string, path: string): Matched {
  const given = path.split("/").filter((segment) => segment !== "");
  const found: { operation: Operation; params: Record<string, string>; literals: number }[] = [];
  for (const { operation, segments } of patternsOf(table)) {
    const params = paramsOf(segments, given);
    if (!params) continue;
    found.push({
      operation,
      params,
      literals: segments.filter((segment) => !segment.startsWith("{")).length,
    });
  }
  const most = Math.max(0, ...found.map((one) => one.literals));
  const here = found.filter((one) => one.literals === most);
  const match = here.find((one) => one.operation.method === method);
  if (match) return { operation: match.operation, params: match.params };
  return { allow: [...new Set(here.map((one) => one.operation.method))].sort() };
}

function patternsOf(table: readonly Operation[]): Pattern[] {
  const known = compiled.get(table);
  if (known) return known;
  const made = table.map((operation) => ({ operation, segments: operation.path.split("/").filter(Boolean) }));
  compiled.set(table, made);
  return made;
}

function paramsOf(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? "";
    if (segment.startsWith("{")) params[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}
