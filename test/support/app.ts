import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ServerBuild } from "@remix-run/node";
import type { RouteConfigEntry } from "@remix-run/route-config";
import { afterAll, beforeAll } from "vitest";
import { closeRuntime, openRuntime } from "#app/db/runtime.server.ts";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import * as entry from "#app/entry.server.tsx";
import { environment, publicUrl } from "#app/env.server.ts";
import { expressApp } from "#app/http/express-app.server.ts";
import { log } from "#app/log.server.ts";
import * as root from "#app/root.tsx";
import routes from "#app/routes.ts";
import { Browser } from "./browser.ts";
import type { openTestDatabase } from "./database.ts";

const modules = import.meta.glob<
  ServerBuild["routes"][string] extends { module: infer M } | undefined ? M : never
>("../../app/routes/**/*.{ts,tsx}");

/**
 * The product behind a real socket on loopback: Express, the edge, the real route modules and Remix's own handler,
 * without a build for browsers. Each test file opens one.
 *
 *     const database = openTestDatabase();
 *     const app = openTestApp(database);
 *     const browser = await app.signedIn(org.owner);          // a cookie jar of its own
 *     const page = await browser.get(`/${org.slug}/inventory`); // page.status, page.text, page.location
 *     await browser.post("/…", { name: "Payments" });           // a form; Origin is ours
 *     await app.api("cst_…").post("/requests", { … });          // JSON below /api/v1
 *     app.clock.now = new Date("2026-11-24T00:00:00Z");         // moves the edge's clock
 */
export function openTestApp(database: ReturnType<typeof openTestDatabase>) {
  const clock: { now: Date | undefined } = { now: undefined };
  let server: Server | undefined;
  let folder = "";
  let url = "";
  beforeAll(async () => {
    log.level = "error";
    openRuntime(database.runtimeUrl);
    setSealingKey(randomBytes(32));
    folder = await mkdtemp(path.join(tmpdir(), "castellan-app-"));
    await mkdir(path.join(folder, "client", "assets"), { recursive: true });
    await writeFile(path.join(folder, "castellan.mjs"), "// castellan collector 0.0.0\n");
    await writeFile(path.join(folder, "castellan.mjs.sha256"), `${"0".repeat(64)}  castellan.mjs\n`);
    const app = expressApp({
      build: await serverBuild(),
      buildFolder: folder,
      log,
      readiness: async () => ({ ready: true }),
      publicUrl: publicUrl(),
      publicOrigin: environment().PUBLIC_URL,
      trustProxy: 0,
      pages: true,
      clock: () => clock.now ?? new Date(),
    });
    server = createServer(app);
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${portOf(server)}`;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await closeRuntime();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    clock,
    get url() {
      return url;
    },
    /** Somebody with an empty cookie jar. */
    browser: () => new Browser(url, environment().PUBLIC_URL ?? url),
    /** Signed in without the form, as `member` of whatever organizations that account has. */
    async signedIn(member: { accountId: string }): Promise<Browser> {
      const { openSession } = await import("#app/http/session.server.ts");
      const edge = {
        db: database.db,
        now: clock.now ?? new Date(),
        requestId: `test-${randomBytes(6).toString("hex")}`,
        from: null,
      };
      const headers = await openSession(edge, new Request(url), member.accountId);
      const browser = new Browser(url, environment().PUBLIC_URL ?? url);
      browser.keep(headers.getSetCookie());
      return browser;
    },
    /** A program with a key; `path` is below /api/v1. */
    api: (key: string | undefined) => apiClient(url, key),
  };
}

function portOf(listening: Server): number {
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return address.port;
}

export type ApiAnswer = { status: number; headers: Headers; text: string; json: unknown };

function apiClient(url: string, key: string | undefined) {
  const send = async (
    method: string,
    apiPath: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> => {
    const response = await fetch(`${url}/api/v1${apiPath}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
  return {
    send,
    get: (apiPath: string) => send("GET", apiPath),
    post: (apiPath: string, body: unknown = {}, headers?: Record<string, string>) =>
      send("POST", apiPath, body, headers),
  };
}

type RouteModule = Exclude<ServerBuild["routes"][string], undefined>["module"];

/** What a file that `routes.ts` names exports is a route module: Remix's own build takes it for one unlooked as well. */
function routeModule(module: unknown): RouteModule {
  return module as RouteModule;
}

async function serverBuild(): Promise<ServerBuild> {
  const manifest: ServerBuild["routes"] = { root: { id: "root", path: "", module: routeModule(root) } };
  const assets: ServerBuild["assets"]["routes"] = {};
  const add = async (config: RouteConfigEntry, parentId: string): Promise<void> => {
    const id = config.id ?? config.file.replace(/\.tsx?$/, "");
    const load = modules[`../../app/${config.file}`];
    if (!load) throw new Error(`routes.ts names ${config.file}, which does not exist.`);
    const place = {
      id,
      parentId,
      ...(config.path === undefined ? {} : { path: config.path }),
      ...(config.index ? { index: true } : {}),
    };
    manifest[id] = { ...place, module: routeModule(await load()) };
    for (const child of config.children ?? []) await add(child, id);
  };
  for (const config of await routes) await add(config, "root");
  for (const [id, route] of Object.entries(manifest)) {
    if (!route) continue;
    const { loader, action, ErrorBoundary } = route.module;
    assets[id] = {
      id,
      ...(route.parentId ? { parentId: route.parentId } : {}),
      ...(route.path === undefined ? {} : { path: route.path }),
      ...(route.index ? { index: true } : {}),
      hasLoader: loader !== undefined,
      hasAction: action !== undefined,
      hasClientLoader: false,
      hasClientAction: false,
      hasErrorBoundary: ErrorBoundary !== undefined,
      module: `/assets/${id}.js`,
      imports: [],
      css: [],
    };
  }
  return {
    mode: "production",
    entry: { module: entry },
    routes: manifest,
    assets: {
      entry: { module: "/assets/entry.js", imports: [] },
      routes: assets,
      url: "/assets/manifest.js",
      version: "test",
    },
    publicPath: "/",
    assetsBuildDirectory: "build/client",
    future: {
      v3_fetcherPersist: true,
      v3_relativeSplatPath: true,
      v3_throwAbortReason: true,
      v3_lazyRouteDiscovery: true,
      v3_singleFetch: true,
    },
    isSpaMode: false,
  };
}
