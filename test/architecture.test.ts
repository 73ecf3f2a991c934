import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as direction from "#test/architecture/direction-rules.ts";
import * as mould from "#test/architecture/mould-rules.ts";
import * as shape from "#test/architecture/shape-rules.ts";
import { type Rule, readTree } from "#test/architecture/source-tree.ts";
import * as text from "#test/architecture/text-rules.ts";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tree = readTree(ROOT, ["app", "drizzle", "test"]);

const RULES: Record<string, Rule> = {
  "imports run one way: routes, gateway, jobs → http, connectors, ui → domain → db": direction.layers,
  "a folder of the domain imports only those to its left": direction.domainOrder,
  "a file without .server is safe in a browser": direction.serverPurity,
  "ui sees only pure domain files": direction.uiPurity,
  "connectors see only the types the domain states": direction.connectorTypes,
  "each borrowed package stays in its own place": direction.packages,
  "no files import each other in a circle": direction.circles,
  "no file is longer than its kind may be": shape.sizes,
  "names are kebab-case and say what is inside": shape.names,
  "a verb's file is named after the verb": shape.verbNames,
  "every mutation asks permit first and leaves an audit event": mould.mould,
  "queries only read, and lists are bounded": mould.queryNames,
  "time is ctx.now, never a clock": mould.time,
  "process.env is read in one place": text.environment,
  "no type is switched off": text.types,
  "no test is skipped": text.noSkips,
  "tests live under test/": text.testsLiveInTest,
  "routes do not catch": text.routesDoNotCatch,
};

describe("the house", () => {
  for (const [name, rule] of Object.entries(RULES)) {
    test(name, () => {
      expect(rule(tree)).toEqual([]);
    });
  }

  test("every path the README names exists", () => {
    const readme = path.join(ROOT, "README.md");
    if (!existsSync(readme)) return;
    const missing = text.missingPaths(readFileSync(readme, "utf8"), (file) =>
      existsSync(path.join(ROOT, file)),
    );
    expect(missing).toEqual([]);
  });
});
