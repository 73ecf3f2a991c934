import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

export type Published = Record<string, { dependencies?: Record<string, string> } & Record<string, unknown>>;

/** What the registry answers about a package, as its documentation describes it: every field there is. */
export function packumentOf(name: string, versions: Published, more: Record<string, unknown> = {}) {
  const numbers = Object.keys(versions);
  const time = Object.fromEntries(
    numbers.map((version, n) => [version, `2026-0${1 + (n % 8)}-01T10:00:00.000Z`]),
  );
  return {
    _id: name,
    name,
    "dist-tags": { latest: numbers.at(-1) },
    versions: Object.fromEntries(
      Object.entries(versions).map(([version, own]) => [
        version,
        { name, version, scripts: {}, dist: { tarball: "", signatures: [{ keyid: "k", sig: "s" }] }, ...own },
      ]),
    ),
    time: { created: "2024-01-01T10:00:00.000Z", modified: "2026-11-01T10:00:00.000Z", ...time },
    maintainers: [{ name: "one" }, { name: "two" }],
    license: "MIT",
    repository: { type: "git", url: "git+https://github.com/example/example.git" },
    ...more,
  };
}

const SHORT = "application/vnd.npm.install-v1+json";
const TO_INSTALL = [
  "name",
  "version",
  "dependencies",
  "optionalDependencies",
  "devDependencies",
  "bundleDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "bin",
  "directories",
  "dist",
  "engines",
  "deprecated",
];

/** The short form of an answer: what installing needs, and of scripts only that there are some. */
export function shortOf(whole: ReturnType<typeof packumentOf>) {
  const { name, time } = whole;
  return {
    name,
    modified: time.modified,
    "dist-tags": whole["dist-tags"],
    versions: Object.fromEntries(
      Object.entries(whole.versions).map(([version, own]) => [version, shortVersion(own)]),
    ),
  };
}

function shortVersion(own: Record<string, unknown>) {
  const kept = Object.fromEntries(Object.entries(own).filter(([field]) => TO_INSTALL.includes(field)));
  const scripts = Object.keys(own.scripts ?? {});
  const runs = scripts.some((script) => ["preinstall", "install", "postinstall"].includes(script));
  return runs || own.hasInstallScript === true ? { ...kept, hasInstallScript: true } : kept;
}

type Odd = (answer: http.ServerResponse) => void;

/** A registry on loopback. A package nobody placed is a 404; `odd` answers a name in its own way. */
export function openNpm() {
  const packages = new Map<string, ReturnType<typeof packumentOf>>();
  const odd = new Map<string, Odd>();
  const asked: string[] = [];
  let url = "";
  const server = http.createServer((request, answer) => {
    const name = decodeURIComponent((request.url ?? "/").slice(1));
    asked.push(name);
    const own = odd.get(name);
    if (own) return own(answer);
    const found = packages.get(name);
    if (found === undefined) return answer.writeHead(404).end('{"error":"Not found"}');
    const isShort = request.headers.accept?.startsWith(SHORT) === true;
    answer.setHeader("Content-Type", isShort ? SHORT : "application/json");
    answer.end(JSON.stringify(isShort ? shortOf(found) : found));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    asked,
    odd,
    place(name: string, versions: Published, more?: Record<string, unknown>) {
      packages.set(name, packumentOf(name, versions, more));
    },
    get url() {
      return url;
    },
  };
}
