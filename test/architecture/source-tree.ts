import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export type Import = {
  /** As written. */
  specifier: string;
  /** Path from the repository root when it is a file of ours, else undefined. */
  file: string | undefined;
  /** `import type` leaves nothing at run time. */
  isType: boolean;
};

export type SourceFile = {
  /** From the repository root, with forward slashes. */
  path: string;
  text: string;
  lines: number;
  imports: Import[];
  ast: ts.SourceFile;
};

export type SourceTree = SourceFile[];

/** A rule returns one sentence per violation: the file, what is wrong, and what mends it. */
export type Rule = (tree: SourceTree) => string[];

/** A tree from texts in memory: what the planted violations are written in. */
export function treeOf(files: Record<string, string>): SourceTree {
  return Object.entries(files).map(([file, text]) => parse(file, text));
}

/** Every source file below `folders` of the repository. */
export function readTree(root: string, folders: readonly string[]): SourceTree {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|sql)$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
      .filter((file) => !file.includes("node_modules"))
      .map((file) => parse(file, readFileSync(path.join(root, file), "utf8"))),
  );
}

function parse(file: string, text: string): SourceFile {
  const source = file.endsWith(".sql") ? "" : text;
  const kind = file.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const ast = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true, kind);
  const imports: Import[] = [];
  visit(ast, (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const isType = ts.isImportDeclaration(node)
        ? (node.importClause?.isTypeOnly ?? false)
        : node.isTypeOnly;
      imports.push(importOf(file, node.moduleSpecifier, isType));
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      if (node.arguments[0]) imports.push(importOf(file, node.arguments[0], false));
    }
  });
  return { path: file, text, lines: text.replace(/\n$/, "").split("\n").length, imports, ast };
}

function importOf(from: string, node: ts.Node, isType: boolean): Import {
  const specifier = ts.isStringLiteralLike(node) ? node.text : node.getText();
  return { specifier, file: resolve(from, specifier), isType };
}

function resolve(from: string, specifier: string): string | undefined {
  const bare = specifier.split("?")[0] ?? specifier;
  if (bare.startsWith("#")) return bare.slice(1);
  if (bare.startsWith(".")) return path.posix.join(path.posix.dirname(from), bare);
  return undefined;
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** The name of a package import without its subpath. */
export function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}
