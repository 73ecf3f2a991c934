import ts from "typescript";
import { folderOf } from "./direction-rules.ts";
import { type Rule, type SourceFile, visit } from "./source-tree.ts";

const HARD_STOP = 250;

/** Tables of data, read by looking up and never by following: length costs nothing there. */
const DATA_TABLES = [
  "app/routes.ts",
  "app/domain/permissions.ts",
  "app/domain/trust/evidence-rows.ts",
  /-tables\.server\.ts$/,
  /^app\/seed\/demo-[a-z]+\.ts$/,
  /-(words|names|patterns|verbs|tones)\.ts$/,
];

function isDataTable(path: string): boolean {
  return DATA_TABLES.some((entry) => (typeof entry === "string" ? entry === path : entry.test(path)));
}

function limitOf(file: SourceFile): { lines: number; kind: string } {
  const folder = folderOf(file.path);
  if (folder === "routes") return { lines: 150, kind: "a route" };
  if (folder === "domain" && file.path.endsWith("-rules.ts")) return { lines: 150, kind: "a file of rules" };
  if (isVerb(file)) return { lines: 100, kind: "a verb" };
  return { lines: HARD_STOP, kind: "a file" };
}

/** One mutation: opens its transaction, and is neither tables nor queries. What it calls inside takes the `tx`. */
export function isVerb(file: SourceFile): boolean {
  return (
    folderOf(file.path) === "domain" &&
    file.path.endsWith(".server.ts") &&
    !/-(tables|queries)\.server\.ts$/.test(file.path) &&
    /\binTransaction\(/.test(file.text) &&
    (writes(file) || /\brecordAudit\(/.test(file.text))
  );
}

export const sizes: Rule = (tree) =>
  tree.flatMap((file) => {
    if (!file.path.startsWith("app/") || isDataTable(file.path)) return [];
    const { lines, kind } = limitOf(file);
    if (file.lines <= lines) return [];
    return [
      `${file.path} has ${file.lines} lines: ${kind} has at most ${lines}. Split it where the story turns.`,
    ];
  });

const FORBIDDEN = [
  "utils",
  "util",
  "lib",
  "libs",
  "services",
  "service",
  "helpers",
  "helper",
  "index",
  "schema",
  "common",
  "misc",
];
const SEGMENT = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const names: Rule = (tree) =>
  tree.flatMap((file) => {
    if (file.path.endsWith(".sql")) return [];
    const segments = file.path.replace(/(\.(server|client|test|config|d))?\.(ts|tsx|mjs)$/, "").split("/");
    return segments.flatMap((segment) => {
      const bare = segment.replace(/^[_$.]+/, "");
      if (FORBIDDEN.includes(bare))
        return [
          `${file.path}: "${bare}" says nothing of what is inside. Name it after the noun or the verb.`,
        ];
      if (!SEGMENT.test(segment)) return [`${file.path}: names are kebab-case; rename "${segment}".`];
      return [];
    });
  });

/** A verb's file is called after the function it exports, so that a name found in the code is a file found on disk. */
export const verbNames: Rule = (tree) =>
  tree.flatMap((file) => {
    if (!isVerb(file) || !writes(file)) return [];
    const base =
      file.path
        .split("/")
        .at(-1)
        ?.replace(/\.server\.ts$/, "") ?? "";
    const name = base.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const exported = exportedFunctions(file).map((fn) => fn.name?.text);
    if (exported.includes(name)) return [];
    return [
      `${file.path} exports ${exported.join(", ") || "no function"}: a verb's file is named after the verb it exports.`,
    ];
  });

export function exportedFunctions(file: SourceFile): ts.FunctionDeclaration[] {
  return file.ast.statements.filter(
    (node): node is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(node) &&
      (node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false),
  );
}

/** Whether the file changes rows: a builder call on `tx`, or a statement written as SQL. */
export function writes(file: SourceFile): boolean {
  let found = false;
  visit(file.ast, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      if (
        ["insert", "update", "delete"].includes(name.text) &&
        /\b(tx|db|transaction)$/.test(expression.getText())
      )
        found = true;
    }
    if (
      ts.isTaggedTemplateExpression(node) &&
      /\b(insert\s+into|update\s+\S+\s+set|delete\s+from)\b/i.test(node.template.getText())
    )
      found = true;
  });
  return found;
}
