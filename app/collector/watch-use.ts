import { CHILD_LIMITS } from "./limited-child.ts";
import { type Marks, useOf } from "./stragglers.ts";

const EVERY_MS = 300;

/**
 * Looks again and again at what a server and all it started use together, and says once what is too much. Native code and
 * other programs are bounded by no heap limit. Returns how to end the watch.
 */
export function watchUse(marks: Marks, tooMuch: (trouble: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async () => {
    const use = await useOf(marks);
    if (isOver || use === null) return;
    const { processes, groupMegabytes } = CHILD_LIMITS;
    if (use.megabytes > groupMegabytes) tooMuch(`it used more than ${groupMegabytes} MB of memory`);
    else if (use.processes > processes) tooMuch(`it started more than ${processes} processes`);
    else timer = setTimeout(look, EVERY_MS);
  };
  timer = setTimeout(look, EVERY_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
