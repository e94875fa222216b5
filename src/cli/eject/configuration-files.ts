// The files that a stack needs wherever it is taken to: its configuration, the modules that it calls and what functions
// read. States, settings of tools and values of variables are none of them.

import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Configuration } from "../../load/configuration.js";
import type { SourceFile } from "../../load/source-file.js";
import { namedFiles } from "./named-files.js";

export interface ConfigurationFiles {
  /** Absolute. */
  readonly paths: readonly string[];
  /** The nearest absolute folder that all of them are in. */
  readonly base: string;
}

/**
 * Of a program all that is in the folder of the stack, since the program has put it there; of Terraform JSON that somebody
 * keeps in a folder, what else is there only if functions read files.
 */
export function configurationFiles({
  root,
  folder,
  files = [],
}: Configuration): ConfigurationFiles {
  const byFolder = filesByFolder(root, files);
  const own = new Set(files.map(({ name }) => resolve(root, name)));
  const named = [...byFolder].map(([at, those]) =>
    namedFiles(those, { folder, module: relative(folder, at) || "." }),
  );
  const isWanted = (path: string) => isCarried(path, own);
  const isWhole = folder !== root || named.some(({ isAny }) => isAny);
  const beside = isWhole ? [...byFolder.keys()].flatMap((at) => listTree(at, isWanted)) : [];
  const read = named.flatMap(({ paths }) => paths).flatMap((path) => listTree(path, isWanted));
  const paths = [...new Set([...own, ...beside, ...read])];
  return { paths, base: [...paths.map(dirname)].reduce(commonFolder, folder) };
}

/** By absolute folder, which is to say by module. */
export function filesByFolder(
  root: string,
  files: readonly SourceFile[],
): ReadonlyMap<string, readonly SourceFile[]> {
  const byFolder = new Map<string, SourceFile[]>();
  for (const file of files) {
    const folder = dirname(resolve(root, file.name));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  return byFolder;
}

/** What Terraform would take for something else than it is here, and what belongs to this machine. */
const LEFT_BEHIND =
  /^\.|^node_modules$|\.tfstate(\.|$)|\.tfvars$|^terraform\.tfvars\.json$|\.auto\.tfvars\.json$/;

function isCarried(path: string, own: ReadonlySet<string>): boolean {
  return own.has(path) || !(LEFT_BEHIND.test(basename(path)) || /\.tf(\.json)?$/.test(path));
}

/** The files in a folder and below, or the one file; nothing where there is nothing. */
function listTree(path: string, isWanted: (path: string) => boolean): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return [path];
  if (!found?.isDirectory()) return [];
  const inside = readdirSync(path).map((name) => join(path, name));
  return inside.filter(isWanted).flatMap((each) => listTree(each, isWanted));
}

function commonFolder(one: string, other: string): string {
  let folder = one;
  while (other !== folder && !other.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
    folder = dirname(folder);
  }
  return folder;
}
