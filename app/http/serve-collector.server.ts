import { readFileSync } from "node:fs";
import path from "node:path";
import { type RequestHandler, Router } from "express";

/**
 * Offers the one-file command line that was built with this server: `/castellan.mjs`, its SHA-256 in the form
 * `sha256sum --check` reads, and its version in a header.
 */
export function serveCollector(buildFolder: string): RequestHandler {
  const script = readFileSync(path.join(buildFolder, "castellan.mjs"));
  const checksum = readFileSync(path.join(buildFolder, "castellan.mjs.sha256"), "utf8");
  const hash = checksum.split(" ")[0] ?? "";
  const version = /castellan collector (\S+)/.exec(script.subarray(0, 400).toString("utf8"))?.[1] ?? "";
  const router = Router();
  router.get("/castellan.mjs", (_req, res) => {
    res.set("ETag", `"${hash}"`).set("Cache-Control", "no-cache").set("X-Castellan-Version", version);
    res.set("Content-Disposition", 'attachment; filename="castellan.mjs"');
    res.type("text/javascript").send(script);
  });
  router.get("/castellan.mjs.sha256", (_req, res) => {
    res.set("Cache-Control", "no-cache").type("text/plain").send(checksum);
  });
  return router;
}
