import { createServer, type Server } from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { banner } from "./banner.ts";
import type * as Entry from "./entry.server.tsx";
import { expressApp } from "./http/express-app.server.ts";

const DRAIN_MS = 10_000;

type Build = Omit<ServerBuild, "entry"> & {
  entry: { module: ServerBuild["entry"]["module"] & typeof Entry };
};

const buildFolder = path.dirname(fileURLToPath(import.meta.url));
const build: Build = await import(pathToFileURL(path.join(buildFolder, "server/index.js")).href);
const entry = build.entry.module;

try {
  await serve();
} catch (error) {
  await entry.stop();
  process.stderr.write(`\nCastellan did not start. ${sentenceOf(error)}\n`);
  process.exit(1);
}

async function serve(): Promise<void> {
  const { HOST, PORT, PUBLIC_URL, ROLE, TRUST_PROXY } = entry.environment();
  let server: Server | undefined;
  const preparing = entry.prepare();
  stopOnSignals(async () => {
    await preparing.catch(() => undefined);
    return server;
  });
  const prepared = await preparing;
  const app = expressApp({
    build,
    buildFolder,
    log: entry.log,
    readiness: entry.readiness,
    publicUrl: entry.publicUrl(),
    publicOrigin: PUBLIC_URL,
    trustProxy: TRUST_PROXY,
    pages: ROLE !== "worker",
  });
  server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, app);
  const port = await listen(server, PORT, HOST);
  if (ROLE !== "web") await entry.startWorker();
  const url = PORT === 0 ? `http://localhost:${port}` : entry.publicUrl();
  process.stdout.write(banner({ url, host: HOST, role: ROLE, prepared }));
  entry.log.info({ url, host: HOST, port, role: ROLE }, "listening");
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(address && typeof address === "object" ? address.port : port);
    });
  });
}

/** First signal: stop accepting, finish what runs, stop the work and the database. Second signal: leave now. */
function stopOnSignals(current: () => Promise<Server | undefined>): void {
  let stopping = false;
  const onSignal = async (signal: NodeJS.Signals) => {
    if (stopping) {
      process.stderr.write("Stopped without waiting.\n");
      process.exit(1);
    }
    stopping = true;
    entry.log.info({ signal }, "stopping");
    if (process.stdout.isTTY)
      process.stdout.write("\nStopping: finishing what runs (Ctrl-C again to leave now).\n");
    try {
      await drain(await current());
      await entry.stop();
      process.exit(0);
    } catch (error) {
      entry.log.error({ err: error }, "could not stop cleanly");
      process.exit(1);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}

async function drain(server: Server | undefined): Promise<void> {
  if (!server?.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(late);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  const { HOST, PORT } = entry.environment();
  if (code === "EADDRINUSE")
    return `Port ${PORT} on ${HOST} is taken. Choose another: PORT=${PORT + 1} npm start`;
  if (code === "EACCES")
    return `Port ${PORT} on ${HOST} may not be used by this account. Choose another: PORT=3000 npm start`;
  if (code === "ECONNREFUSED") return "The database of DATABASE_URL does not answer.";
  return error.message;
}
