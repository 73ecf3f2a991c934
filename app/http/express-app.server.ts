import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import path from "node:path";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type ErrorRequestHandler, type Express } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import { answerPlainly } from "./answer-plainly.server.ts";
import { limitBody } from "./limit-body.server.ts";
import type {} from "./load-context.ts";
import { logRequests } from "./log-requests.server.ts";
import { refuseForeignOrigin } from "./refuse-foreign-origin.server.ts";
import { refuseOddRequests } from "./refuse-odd-requests.server.ts";
import { readCollector, serveCollector } from "./serve-collector.server.ts";

interface AppParts {
  build: ServerBuild;
  buildFolder: string;
  log: Logger;
  readiness(): Promise<{ ready: boolean; reason?: string }>;
  publicUrl: string;
  /** PUBLIC_URL's origin when it is set: then posts come from there and nowhere else. */
  publicOrigin: string | undefined;
  trustProxy: number | string;
  /** A worker answers only /health and /ready. */
  pages: boolean;
  /** The clock of the edge; the machine's unless given. */
  clock?: () => Date;
}

/** Everything between the socket and Remix. */
export function expressApp(parts: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", parts.trustProxy);
  app.set("query parser", false);
  app.use(logRequests(parts.log, parts.trustProxy !== 0));
  app.use(
    helmet({
      // The policy with the nonce of each answer is set where pages are rendered.
      contentSecurityPolicy: false,
      // Not "no-referrer": browsers would then send "Origin: null" with our own forms.
      referrerPolicy: { policy: "same-origin" },
      strictTransportSecurity: parts.publicUrl.startsWith("https:") && {
        maxAge: 31_536_000,
        includeSubDomains: false,
      },
      xFrameOptions: { action: "deny" },
    }),
  );
  app.get("/health", (_req, res) => {
    res.set("Cache-Control", "no-store").json({ status: "alive" });
  });
  app.get("/ready", async (_req, res, next) => {
    try {
      const { ready, reason } = await parts.readiness();
      res.status(ready ? 200 : 503).set("Cache-Control", "no-store");
      res.json(ready ? { status: "ready" } : { status: "not ready", reason });
    } catch (error) {
      next(error);
    }
  });
  if (parts.pages) addPages(app, parts);
  app.use(lastResort(parts.log));
  return app;
}

function addPages(app: Express, { build, buildFolder, publicOrigin, clock }: AppParts): void {
  app.use(refuseOddRequests());
  app.use(refuseForeignOrigin(publicOrigin));
  app.use(limitBody());
  app.use(compression());
  const collector = readCollector(buildFolder);
  const client = path.join(buildFolder, "client");
  app.use(
    "/assets",
    express.static(path.join(client, "assets"), { immutable: true, maxAge: "1y", fallthrough: false }),
  );
  app.use(express.static(client, { maxAge: "1h", index: false }));
  app.use(serveCollector(collector));
  app.all(
    "*",
    createRequestHandler({
      build,
      getLoadContext: (req, res) => ({
        requestId: String(res.locals.requestId),
        cspNonce: randomBytes(16).toString("base64"),
        clientAddress: req.ip ?? null,
        now: clock?.() ?? new Date(),
        collector: { sha256: collector.sha256, version: collector.version },
        drained: () => drained(res),
      }),
    }),
  );
}

async function drained(res: ServerResponse): Promise<void> {
  if (!res.writableNeedDrain) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      res.off("drain", done);
      res.off("close", done);
      resolve();
    };
    res.on("drain", done);
    res.on("close", done);
  });
}

function lastResort(log: Logger): ErrorRequestHandler {
  return (error, req, res, next) => {
    // A body that was cut off at its limit breaks whatever was reading it; the sender has the answer already.
    if (res.locals.bodyRefused) return;
    const status = Number(error?.status) || 500;
    if (status >= 500)
      log.error({ err: error, requestId: res.locals.requestId }, "a request failed before its page");
    if (res.headersSent) return next(error);
    if (status === 404) return answerPlainly(req, res, 404, "Not found", "There is nothing at this address.");
    if (status < 500)
      return answerPlainly(req, res, status, "Not understood", "The request could not be understood.");
    const sentence = `Something went wrong on our side. If it happens again, tell your administrator this number: ${res.locals.requestId}`;
    answerPlainly(req, res, 500, "Error", sentence);
  };
}
