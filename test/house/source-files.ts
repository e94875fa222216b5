// The source files that the house rules speak of, parsed once. Generated code is left out.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) => listTypeScript(join(ROOT, folder))).map(parse);
}

/** Paths from the root of what `file` imports, plain package names for packages. */
export function importsOf(file: SourceFile): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const target = importTarget(node);
    if (target !== undefined) names.push(resolveImport(file.path, target));
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return names;
}

export interface FunctionSize {
  readonly where: string;
  readonly lines: number;
}

export function functionSizes(file: SourceFile): readonly FunctionSize[] {
  const sizes: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const start = file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line;
      const end = file.tree.getLineAndCharacterOfPosition(node.end).line;
      sizes.push({ where: `${file.path}:${start + 1}`, lines: end - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return sizes;
}

function listTypeScript(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/generated/"))
    .sort();
}

function parse(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return { path: relative(ROOT, path).replaceAll("\\", "/"), text, tree };
}

function importTarget(node: ts.Node): string | undefined {
  const named = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
  if (named && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return node.moduleSpecifier.text;
  }
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) {
    return undefined;
  }
  const [argument] = node.arguments;
  return argument && ts.isStringLiteral(argument) ? argument.text : undefined;
}

function resolveImport(from: string, target: string): string {
  if (!target.startsWith(".")) return target;
  return join(dirname(from), target).replaceAll("\\", "/");
}
