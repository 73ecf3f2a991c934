import { gzipSync } from "node:zlib";

/** Kilobytes (1,000 bytes) of JavaScript, gzipped, that a browser without a cache loads for one page. */
export async function firstLoadKb(url: string, html: string): Promise<number> {
  // What the page asks for itself. Its list of routes names more, which a browser loads when somebody goes there.
  const asked = html.matchAll(/(?:href=|src=|from\s*|import\s*)"(\/assets\/[\w.-]+\.js)"/g);
  const waiting = [...new Set([...asked].map(([, asset = ""]) => asset))];
  const seen = new Set(waiting);
  let bytes = 0;
  for (let asset = waiting.pop(); asset; asset = waiting.pop()) {
    const answer = await fetch(url + asset);
    if (!answer.ok) throw new Error(`${asset} answered ${answer.status}.`);
    const script = await answer.text();
    bytes += gzipSync(script).length;
    // Only what is imported at once; what is loaded on demand is written import("…").
    for (const [, name] of script.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) {
      const next = `/assets/${name}`;
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return bytes / 1_000;
}
