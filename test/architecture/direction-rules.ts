import { packageOf, type Rule, type SourceFile, type SourceTree } from "./source-tree.ts";

/** Left to right: a folder of the domain imports only those to its left. */
export const DOMAIN_ORDER = [
  "audit",
  "identity",
  "provisioning",
  "catalog",
  "grants",
  "inventory",
  "registries",
  "trust",
  "connections",
  "packages",
  "advisories",
  "requests",
  "activity",
  "reviews",
  "incidents",
  "overview",
  "notifications",
  "keeping",
];

const ENTRANCES = ["routes", "gateway", "jobs"];
const MAY_IMPORT: Record<string, readonly string[]> = {
  routes: ["routes", "http", "ui", "domain", "connectors"],
  gateway: ["gateway", "http", "domain", "connectors", "db"],
  jobs: ["jobs", "domain", "connectors", "db"],
  http: ["http", "domain", "db"],
  ui: ["ui", "domain"],
  connectors: ["connectors", "domain"],
  domain: ["domain", "db"],
  db: ["db"],
  collector: ["collector", "domain"],
};
// What starts the process may be read by what the process runs, never by the product or its looks.
const MAY_READ_PROCESS = [...ENTRANCES, "http", "connectors"];

export function folderOf(file: string): string | undefined {
  const [top, folder, rest] = file.split("/");
  return top === "app" && rest !== undefined ? folder : undefined;
}

function ownImports(file: SourceFile) {
  return file.imports.flatMap((entry) =>
    entry.file?.startsWith("app/") ? [{ to: entry.file, isType: entry.isType }] : [],
  );
}

/** `routes, gateway, jobs → http, connectors, ui → domain → db`. */
export const layers: Rule = (tree) =>
  appFiles(tree).flatMap((file) => {
    const from = folderOf(file.path);
    const allowed = from === undefined ? undefined : MAY_IMPORT[from];
    if (from === undefined || allowed === undefined) return [];
    return ownImports(file).flatMap(({ to, isType }) => {
      const target = folderOf(to);
      if (target === undefined) {
        if (isType || MAY_READ_PROCESS.includes(from) || to.endsWith(".css")) return [];
        return [`${file.path} imports ${to}: ${from}/ knows nothing of the process; pass the value in.`];
      }
      if (allowed.includes(target) || (isType && target === "db")) return [];
      if (from === "ui" && to === "app/http/paths.ts") return [];
      const hint =
        from === "routes" && target === "db"
          ? "a route calls a verb or query of domain/; put the query there"
          : `${from}/ may import ${allowed.join(", ")}; move the code, or let the caller pass it in`;
      return [`${file.path} imports ${to}: ${hint}.`];
    });
  });

export const domainOrder: Rule = (tree) =>
  appFiles(tree).flatMap((file) => {
    if (folderOf(file.path) !== "domain") return [];
    const here = domainFolder(file.path);
    return ownImports(file).flatMap(({ to }) => {
      const there = folderOf(to) === "domain" ? domainFolder(to) : undefined;
      if (there === undefined || there === here) return [];
      if (here === undefined)
        return [
          `${file.path} imports ${to}: what every noun uses may not know one of them; move it into ${there}/.`,
        ];
      const left = DOMAIN_ORDER.indexOf(there);
      if (left < 0)
        return [`${to}: domain/${there}/ is not one of the product's nouns; add it to the order first.`];
      if (left < DOMAIN_ORDER.indexOf(here)) return [];
      return [
        `${file.path} imports ${to}: ${here} stands left of ${there}. Move the fact both need into ${here}/, or the code into ${there}/.`,
      ];
    });
  });

function domainFolder(file: string): string | undefined {
  const [, , folder, rest] = file.split("/");
  return rest === undefined ? undefined : folder;
}

/** A bare file is safe in a browser: it reaches no `.server` file and nothing of Node, not even through others. */
export const serverPurity: Rule = (tree) =>
  appFiles(tree).flatMap((file) => {
    const from = folderOf(file.path);
    if (isServerFile(file.path) || from === undefined || from === "collector") return [];
    // Remix removes loaders, actions and what only they import from the browser's copy of a route.
    if (from === "routes") return [];
    return file.imports.flatMap((entry) => {
      if (entry.isType) return [];
      const world =
        (entry.file !== undefined && isServerFile(entry.file)) ||
        entry.specifier.startsWith("node:") ||
        SERVER_PACKAGES.includes(packageOf(entry.specifier));
      if (!world) return [];
      return [
        `${file.path} imports ${entry.specifier}: a file without .server is pure. Rename it to .server, or use import type.`,
      ];
    });
  });

const SERVER_PACKAGES = [
  "postgres",
  "pg-boss",
  "lucia",
  "@node-rs/argon2",
  "pino",
  "express",
  "@remix-run/node",
];

function isServerFile(file: string): boolean {
  return /\.server\.tsx?$/.test(file) || file === "app/server.ts" || file.endsWith(".mjs");
}

export const uiPurity: Rule = (tree) =>
  appFiles(tree).flatMap((file) =>
    folderOf(file.path) !== "ui"
      ? []
      : ownImports(file).flatMap(({ to, isType }) =>
          isServerFile(to) && !isType ? [`${file.path} imports ${to}: ui/ sees only pure domain files.`] : [],
        ),
  );

export const connectorTypes: Rule = (tree) =>
  appFiles(tree).flatMap((file) =>
    folderOf(file.path) !== "connectors"
      ? []
      : ownImports(file).flatMap(({ to, isType }) =>
          folderOf(to) === "domain" && !isType && isServerFile(to)
            ? [
                `${file.path} imports ${to}: a connector sees only the types the domain states; jobs/ joins the two.`,
              ]
            : [],
        ),
  );

type Keeper = { names: readonly string[]; allowed: (path: string) => boolean; sentence: string };

const KEEPERS: readonly Keeper[] = [
  {
    names: ["pg-boss"],
    allowed: (path) => path.startsWith("app/jobs/") || path === "app/db/queue.server.ts",
    sentence: "only jobs/ and db/queue.server.ts know pg-boss; enqueue through db/queue.server.ts",
  },
  {
    names: ["lucia"],
    allowed: (path) => path === "app/http/session.server.ts",
    sentence: "lucia stands behind http/session.server.ts alone",
  },
  {
    names: ["drizzle-orm", "postgres"],
    allowed: (path) =>
      /^app\/(db|domain|http|jobs|gateway)\//.test(path) || /^app\/[^/]+\.server\.ts$/.test(path),
    sentence: "queries live in domain/",
  },
  {
    names: ["@remix-run/node", "@remix-run/react", "@remix-run/express", "@remix-run/route-config"],
    allowed: (path) => /^app\/(routes|http|ui)\//.test(path) || /^app\/[^/]+$/.test(path),
    sentence: "the framework stays in routes/, http/, ui/ and the entries",
  },
  {
    names: ["react", "react-dom"],
    allowed: (path) => /^app\/(routes|ui)\//.test(path) || /^app\/(entry|root)/.test(path),
    sentence: "looks live in ui/ and routes/",
  },
];

export const packages: Rule = (tree) =>
  appFiles(tree).flatMap((file) =>
    file.imports.flatMap((entry) => {
      if (entry.file !== undefined || entry.isType) return [];
      const keeper = KEEPERS.find((one) => one.names.includes(packageOf(entry.specifier)));
      if (!keeper || keeper.allowed(file.path)) return [];
      return [`${file.path} imports ${entry.specifier}: ${keeper.sentence}.`];
    }),
  );

/** Imports that point at nothing, and circles, which make the order of the house meaningless. */
export const circles: Rule = (tree) => {
  const files = new Map(appFiles(tree).map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push(
        `${[...trail.slice(at), path].join(" → ")}: files import each other in a circle; move what both need.`,
      );
      return;
    }
    if (done.has(path)) return;
    done.add(path);
    const file = files.get(path);
    if (!file) return;
    for (const { to, isType } of ownImports(file)) if (!isType) walk(to, [...trail, path]);
  };
  for (const path of files.keys()) walk(path, []);
  return found;
};

function appFiles(tree: SourceTree): SourceTree {
  return tree.filter((file) => file.path.startsWith("app/"));
}
