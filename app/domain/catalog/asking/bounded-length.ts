import { CouldNotLook } from "./could-not-look.ts";

/** Far deeper than anything that is kept; what is not deeper can be written, read and compared by recursion. */
const DEEPEST = 100;

/** The length of a list of a server as JSON. Throws CouldNotLook for one that is nested without end. */
export function boundedLength(list: readonly unknown[], method: string): number {
  let level: unknown[] = [...list];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new CouldNotLook(`its answer to ${method} is nested too deeply`);
    const next: unknown[] = [];
    for (const one of level)
      if (typeof one === "object" && one !== null) for (const inner of Object.values(one)) next.push(inner);
    level = next;
  }
  return JSON.stringify(list).length;
}
