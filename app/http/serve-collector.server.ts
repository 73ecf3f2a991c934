import { readFileSync } from "node:fs";
import path from "node:path";
import { type RequestHandler, Router } from "express";

type Collector = { script: Buffer; checksum: string; sha256: string; version: string };

/** The one-file command line that was built with this server. */
export function readCollector(buildFolder: string): Collector {
  const script = readFileSync(path.join(buildFolder, "castellan.mjs"));
  const checksum = readFileSync(path.join(buildFolder, "castellan.mjs.sha256"), "utf8");
  const version = /castellan collector (\S+)/.exec(script.subarray(0, 400).toString("utf8"))?.[1] ?? "";
  return { script, checksum, sha256: checksum.split(" ")[0] ?? "", version };
}

/**
 * Offers it at `/castellan.mjs`, its SHA-256 in the form `sha256sum --check` reads, and its version in a header.
 */
export function serveCollector({ script, checksum, sha256, version }: Collector): RequestHandler {
  const router = Router();
  router.get("/castellan.mjs", (_req, res) => {
    res.set("ETag", `"${sha256}"`).set("Cache-Control", "no-cache").set("X-Castellan-Version", version);
    res.set("Content-Disposition", 'attachment; filename="castellan.mjs"');
    res.type("text/javascript").send(script);
  });
  router.get("/castellan.mjs.sha256", (_req, res) => {
    res.set("Cache-Control", "no-cache").type("text/plain").send(checksum);
  });
  return router;
}
