import { readFile } from "node:fs/promises";

// USER_HZ, which Linux fixes at 100 for every program that reads /proc.
const TICKS_PER_SECOND = 100;

/** Milliseconds of processor time a process has used so far, all its threads together. Linux only. */
export async function processorMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => {
    throw new Error("Processor time is read from /proc: this measurement needs Linux.");
  });
  // The second field is the program's name in brackets and may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}
