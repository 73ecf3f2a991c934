import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { Logger } from "pino";

/** Gives each request an id and one log line at its end: method, path without query, status, time. */
export function logRequests(log: Logger, trustProxy: boolean): RequestHandler {
  return (req, res, next) => {
    const given = trustProxy ? req.get("x-request-id") : undefined;
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    res.locals.requestId = requestId;
    res.set("X-Request-Id", requestId);
    const begin = performance.now();
    res.on("close", () => {
      const line = {
        requestId,
        method: req.method,
        path: withoutSecrets(req.path),
        status: res.writableFinished ? res.statusCode : 499,
        ms: Math.round(performance.now() - begin),
        from: req.ip,
      };
      if (res.statusCode >= 500) log.error(line, "request");
      else log.info(line, "request");
    });
    next();
  };
}

/** Some links carry their secret in the path (invitations): a long unguessable segment is left out. */
function withoutSecrets(path: string): string {
  return path.replace(/[^/]{30,}/g, (segment) => (/^[0-9a-f-]{36}(\.data)?$/.test(segment) ? segment : "…"));
}
