import ts from "typescript";
import { type Rule, visit } from "./source-tree.ts";

/** The start scripts run before anything is installed; the collector is another program on another machine. */
const READS_ENVIRONMENT = /^app\/(env\.server\.ts|start[a-z-]*\.mjs|collector\/)/;

export const environment: Rule = (tree) =>
  tree.flatMap((file) =>
    !file.path.startsWith("app/") || READS_ENVIRONMENT.test(file.path) || !has(file.ast, isProcessEnv)
      ? []
      : [`${file.path} reads process.env. Add the variable to env.server.ts and call environment().`],
  );

function isProcessEnv(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.getText() === "process.env";
}

export const types: Rule = (tree) =>
  tree.flatMap((file) => {
    if (file.path.endsWith(".sql")) return [];
    const problems: string[] = [];
    if (has(file.ast, (node) => node.kind === ts.SyntaxKind.AnyKeyword))
      problems.push(`${file.path} says any. Say unknown and parse it, or name the type.`);
    if (/^\s*(\/\/|\/\*|\{\/\*)\s*@ts-(ignore|nocheck|expect-error)/m.test(file.text))
      problems.push(`${file.path} silences the compiler. Mend the type.`);
    return problems;
  });

const SKIPS = ["skip", "only", "todo", "fails", "skipIf", "runIf"];

export const noSkips: Rule = (tree) =>
  tree.flatMap((file) => {
    if (!file.path.startsWith("test/")) return [];
    const skipped = has(
      file.ast,
      (node) =>
        ts.isPropertyAccessExpression(node) &&
        SKIPS.includes(node.name.text) &&
        /^(test|it|describe|suite)\b/.test(node.expression.getText()),
    );
    return skipped ? [`${file.path} skips or singles out a test. A guarantee that is not run is none.`] : [];
  });

export const testsLiveInTest: Rule = (tree) =>
  tree.flatMap((file) =>
    file.path.startsWith("app/") && /\.(test|spec)\.tsx?$/.test(file.path)
      ? [`${file.path}: tests live under test/.`]
      : [],
  );

/** No try/catch in routes: the edge answers each of the four errors in one place. */
export const routesDoNotCatch: Rule = (tree) =>
  tree.flatMap((file) =>
    file.path.startsWith("app/routes/") && has(file.ast, ts.isTryStatement)
      ? [`${file.path} catches. Let the error go up: http/ answers it in one place.`]
      : [],
  );

function has(root: ts.Node, test: (node: ts.Node) => boolean): boolean {
  let found = false;
  visit(root, (node) => {
    if (!found && test(node)) found = true;
  });
  return found;
}

/** Paths of the README that are not on disk. A path is what stands in backticks and begins with a folder of ours. */
export function missingPaths(readme: string, exists: (path: string) => boolean): string[] {
  const paths = [...readme.matchAll(/`((?:app|test|drizzle|\.readme)\/[\w./-]*)`/g)].map(
    (match) => match[1] ?? "",
  );
  const linked = [...readme.matchAll(/\]\((?!https?:|#|mailto:)([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  return [...new Set([...paths, ...linked])]
    .filter((path) => !exists(path))
    .map((path) => `README.md names ${path}, which does not exist. Mend the path or the sentence.`);
}
