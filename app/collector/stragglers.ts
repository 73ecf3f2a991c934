import { readdir, readFile } from "node:fs/promises";

const ROUNDS = 20;

/**
 * Ends what left the server's process group: every process whose environment still names the probe's own throwaway
 * folder. Linux only; elsewhere the process group is all that can be known. Stops after some rounds of new ones.
 */
export async function endStragglers(folder: string): Promise<number> {
  if (process.platform !== "linux") return 0;
  let ended = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await stragglers(folder);
    if (found.length === 0) return ended;
    for (const pid of found) if (kill(pid)) ended += 1;
  }
  return ended;
}

async function stragglers(folder: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if ((await environmentOf(pid)).includes(`HOME=${folder}`)) found.push(pid);
  }
  return found;
}

/** Empty for processes of others, and for one that has ended meanwhile. */
async function environmentOf(pid: number): Promise<string[]> {
  try {
    return (await readFile(`/proc/${pid}/environ`, "latin1")).split("\0");
  } catch {
    return [];
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
