import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { repositoryRoot } from "#app/env.server.ts";
import { ASVS_EVIDENCE } from "./asvs-evidence.ts";

const root = repositoryRoot();

/** The names of the tests a file really declares; a name in a comment or another text is none. */
function testNamesOf(file: string): Set<string> {
  const found = new Set<string>();
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), "utf8"),
    ts.ScriptTarget.Latest,
  );
  const see = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "test") {
      const [name] = node.arguments;
      if (name && ts.isStringLiteralLike(name)) found.add(name.text);
    }
    ts.forEachChild(node, see);
  };
  see(source);
  return found;
}

test("every test named as evidence exists in the file it is said to be in", () => {
  const missing = ASVS_EVIDENCE.flatMap(({ id, tests }) =>
    tests
      .filter(([file, name]) => !existsSync(path.join(root, file)) || !testNamesOf(file).has(name))
      .map(([file, name]) => `${id}: ${file} has no test "${name}"`),
  );
  expect(missing).toEqual([]);
});

test("every file named as the place of a requirement exists", () => {
  const missing = ASVS_EVIDENCE.flatMap(({ id, where }) =>
    where.filter((file) => !existsSync(path.join(root, file))).map((file) => `${id}: ${file}`),
  );
  expect(missing).toEqual([]);
});

test("each requirement stands once, and one without a test says what is missing", () => {
  const ids = ASVS_EVIDENCE.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const silent = ASVS_EVIDENCE.filter(({ tests, gap }) => tests.length === 0 && !gap).map(({ id }) => id);
  expect(silent).toEqual([]);
});
