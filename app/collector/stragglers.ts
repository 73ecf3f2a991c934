import { readdir, readFile } from "node:fs/promises";

const ROUNDS = 20;

/** How a process is known to come from one probe. */
export type Marks = {
  /** The probe's own throwaway home. */
  home: string;
  /** The probe's own limit of a written file, in blocks; it is inherited also without an environment. */
  fileBlocks: number;
};

/**
 * Ends what left the server's process group: every process whose environment still names the probe's own throwaway
 * folder, or that has its limit. Linux only; elsewhere the process group is all that can be known. Stops after some rounds
 * of new ones.
 */
export async function endStragglers(marks: Marks): Promise<number> {
  if (process.platform !== "linux") return 0;
  let ended = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await stragglers(marks);
    if (found.length === 0) return ended;
    for (const pid of found) if (kill(pid)) ended += 1;
  }
  return ended;
}

/** How many processes a probe has running and what memory they hold together; null where that cannot be known. */
export async function useOf(marks: Marks): Promise<{ processes: number; megabytes: number } | null> {
  if (process.platform !== "linux") return null;
  const found = await stragglers(marks);
  let kilobytes = 0;
  for (const pid of found)
    kilobytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(await readProcess(pid, "status"))?.[1] ?? 0);
  return { processes: found.length, megabytes: Math.round(kilobytes / 1_024) };
}

async function stragglers({ home, fileBlocks }: Marks): Promise<number[]> {
  const found: number[] = [];
  // a shell's block has 512 bytes or 1,024
  const limits = [512, 1_024].map((bytes) => String(bytes * fileBlocks));
  for (const name of await readdir("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const isOurs =
      (await environmentOf(pid)).includes(`HOME=${home}`) || limits.includes(await fileLimitOf(pid));
    if (isOurs) found.push(pid);
  }
  return found;
}

/** Empty for processes of others, and for one that has ended meanwhile. */
async function environmentOf(pid: number): Promise<string[]> {
  return (await readProcess(pid, "environ")).split("\0");
}

async function fileLimitOf(pid: number): Promise<string> {
  return /^Max file size\s+\d+\s+(\d+)/m.exec(await readProcess(pid, "limits"))?.[1] ?? "";
}

async function readProcess(pid: number, what: "environ" | "limits" | "status"): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${what}`, "latin1");
  } catch {
    return "";
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    // It has ended by itself meanwhile.
    return false;
  }
}
