// What a program of the user printed when it failed: the place in its own files, and the words without where in the
// code of others. `--debug` shows all of it.

import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Source } from "../model/diagnostic.js";

/** A place of a frame, or that of code which does not parse: `FILE:LINE:COLUMN`. */
const PLACE = /(?:^|[\s(])(file:\/\/[^\s()]+|\/[^():]+|[A-Za-z]:\\[^():]+):(\d+):(\d+)\)?(?::|$)/;

/** What is longer is no frame, and to look for a place in it takes long. */
const LONGEST_FRAME = 2_000;

/** An error as Node prints it; what stands above is what the program said before. */
const ERROR = /^(?:Uncaught )?\w*Error\b.*/gm;

/**
 * Where in the user's files it failed: the topmost place that is no package's, and of what synthesis collects the file
 * alone. The file is relative to the root.
 */
export function placeInProgram(stderr: string, root: string): Source | undefined {
  const error = [...stderr.matchAll(ERROR)].at(-1);
  // Of errors that the whole tree was searched for, each names its construct; app.synth() is not their line.
  const isOfTree = error?.[0].startsWith("SynthesisError:") ?? false;
  for (const line of stderr.slice(error?.index ?? 0).split("\n")) {
    if (line.length > LONGEST_FRAME) continue;
    const [, place = "", row, column] = PLACE.exec(line.trimEnd()) ?? [];
    const file = fileOf(place);
    const path = relative(root, file);
    const isOwn = !path.startsWith("..") && !path.split(sep).includes("node_modules");
    if (file === "" || !isOwn) continue;
    if (isOfTree) return { file: path };
    // Those of esbuild, which reads the program for tsx, begin at 0.
    const first = line.includes(": ERROR: ") ? 0 : 1;
    return { file: path, line: Number(row), column: Number(column) + 1 - first };
  }
  return undefined;
}

/** Empty for an address that is no file of this machine. */
function fileOf(place: string): string {
  if (!place.startsWith("file:")) return place;
  try {
    return fileURLToPath(place);
  } catch {
    return "";
  }
}

/** A frame of a stack trace, the place that Node shows above one, and Node's version below it. */
const TRACE = new RegExp(
  [
    String.raw`^\s+at .*(?::\d+:\d+\)?|<anonymous>\)?|\(native\))(?: \{)?$`,
    String.raw`^(?:file:|node:|/|[A-Za-z]:\\).*:\d+$`,
    String.raw`^\s*\^+\s*$`,
    String.raw`^Node\.js v\d+\.\d+`,
  ].join("|"),
);

/** What a failing program said, without where in its code. */
export function withoutTraces(stderr: string): string {
  const lines = withoutProperties(stderr.replaceAll("\r", "").split("\n"));
  const isTrace = (i: number) => TRACE.test(lines[i] ?? "");
  const isQuotedSource = (i: number) => /^\s*\^+\s*$/.test(lines[i + 1] ?? "");
  const kept = lines.filter((_, i) => !isTrace(i) && !isQuotedSource(i));
  return kept
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Behind the last frame, Node shows the fields of an error in braces. What caused it stands there too and stays. */
function withoutProperties(lines: readonly string[]): readonly string[] {
  let isInside = false;
  let isCause = false;
  return lines.filter((line) => {
    if (!isInside) {
      isInside = /^\s+at .* \{$/.test(line);
      return true;
    }
    if (/^ {2}\S/.test(line)) isCause = /^ {2}\[(?:cause|errors)\]: /.test(line);
    if (line !== "}") return isCause;
    isInside = false;
    isCause = false;
    return false;
  });
}
