// file, filebase64, the digests of files, fileexists, fileset, abspath, basename, dirname and pathexpand, exactly as
// Terraform 1.11 has them.

import type { Type } from "../model/type.js";
import { isMarked, isUnknown, UNKNOWN, unmark } from "../model/value.js";
import { findFiles } from "./file-glob.js";
import { baseName, cleanPath, folderName } from "./file-path.js";
import type { FunctionSpec } from "./function-call.js";
import { digest } from "./hash-functions.js";
import { type Files, isFault, type Outside, openOutside } from "./outside.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";
import { setOf } from "./set-order.js";
import { normalize } from "./text-order.js";
import { markedLike, NOTHING, type TypedValue } from "./typed-value.js";

export const file: FunctionSpec = reading((bytes, named) => {
  const text = textOf(bytes);
  if (text !== undefined) return text;
  const detail = `The file ${named} is not written in UTF-8. filebase64() reads files of any kind.`;
  return refuse(ERROR, detail);
});

export const filebase64: FunctionSpec = reading((bytes) => Buffer.from(bytes).toString("base64"));

export const filebase64sha256: FunctionSpec = hashing("sha256", "base64");
export const filebase64sha512: FunctionSpec = hashing("sha512", "base64");
export const filemd5: FunctionSpec = hashing("md5", "hex");
export const filesha1: FunctionSpec = hashing("sha1", "hex");
export const filesha256: FunctionSpec = hashing("sha256", "hex");
export const filesha512: FunctionSpec = hashing("sha512", "hex");

function hashing(algorithm: Parameters<typeof digest>[1]["algorithm"], encoding: "hex" | "base64") {
  return reading((bytes) => digest(bytes, { algorithm, encoding }));
}

/** A function of what is in the file at a path. */
function reading(use: (bytes: Uint8Array, named: string) => string | Refusal): FunctionSpec {
  return asking("string", (path, files) => {
    const bytes = readBytes(path, files);
    if ("summary" in bytes) return bytes;
    const result = use(bytes, nameOf(path));
    return typeof result === "string" ? { value: result, type: "string" } : result;
  });
}

export const fileexists: FunctionSpec = asking("bool", (path, files) => {
  const found = expandHome(path, files);
  if (typeof found !== "string") return found;
  const kind = files.kindOf(found);
  if (kind === "file" || kind === "none") return { value: kind === "file", type: "bool" };
  const why = isFault(kind) ? kind.reason : "it is there, but it is no file.";
  return refuse(ERROR, `fileexists() cannot tell of ${nameOf(path)}: ${why}`);
});

export const abspath: FunctionSpec = asking("string", (path, files) => {
  return { value: normalize(files.absolute(textIn(path))), type: "string" };
});

export const pathexpand: FunctionSpec = asking("string", (path, files) => {
  const expanded = expandHome(path, files);
  return typeof expanded === "string" ? { value: normalize(expanded), type: "string" } : expanded;
});

export const basename: FunctionSpec = onText(baseName);
export const dirname: FunctionSpec = onText(folderName);

function onText(change: (path: string) => string): FunctionSpec {
  return {
    parameters: [{ name: "path", type: "string" }],
    resultType: () => "string",
    apply: ([path = NOTHING]) => ({ value: change(textIn(path)), type: "string" }),
  };
}

const PATHS = ["set", "string"] as const satisfies Type;

export const fileset: FunctionSpec = {
  parameters: [
    { name: "path", type: "string", accepts: { unknown: true, marks: true } },
    { name: "pattern", type: "string", accepts: { unknown: true, marks: true } },
  ],
  resultType: () => PATHS,
  apply: ([path = NOTHING, pattern = NOTHING], outside) => {
    const files = filesOf(outside);
    const isOpen = [path, pattern].some(({ value }) => isUnknown(unmark(value)));
    if (files === undefined) return { value: UNKNOWN, type: PATHS };
    if (isOpen) return markedLike({ value: UNKNOWN, type: PATHS }, [path, pattern]);
    if ("summary" in files) return files;
    const found = findFiles({ folder: textIn(path), pattern: textIn(pattern) }, files);
    if (found.problem !== undefined) return refuse(ERROR, found.problem);
    const value = setOf(found.paths.map(normalize), "string");
    return markedLike({ value, type: PATHS }, [path, pattern]);
  },
};

/** A function of one path that needs files. */
function asking(type: Type, ask: (path: TypedValue, files: Files) => Outcome): FunctionSpec {
  return {
    parameters: [{ name: "path", type: "string", accepts: { unknown: true, marks: true } }],
    resultType: () => type,
    apply: ([path = NOTHING], outside) => {
      const files = filesOf(outside);
      if (files === undefined) return { value: UNKNOWN, type };
      if (isUnknown(unmark(path.value))) return markedLike({ value: UNKNOWN, type }, [path]);
      if ("summary" in files) return files;
      const outcome = ask(path, files);
      return isRefusal(outcome) ? outcome : markedLike(outcome, [path]);
    },
  };
}

/** Undefined where files are not looked at yet. */
export function filesOf(outside: Outside | undefined): Files | Refusal | undefined {
  const open = openOutside(outside);
  if (open === undefined) return refuse(ERROR, "There are no files here.");
  if (open.template !== "text") return open.files;
  const hint = "Give what is in them to the template as one of its names.";
  return refuse(ERROR, `A template that templatestring() renders reads no files. ${hint}`);
}

export function readBytes(path: TypedValue, files: Files): Uint8Array | Refusal {
  const found = expandHome(path, files);
  if (typeof found !== "string") return found;
  const bytes = files.read(found);
  if (!isFault(bytes)) return bytes;
  const hint = "Functions read files that are there before anything is applied.";
  return refuse(
    "Invalid function argument",
    `${nameOf(path)} cannot be read: ${bytes.reason} ${hint}`,
  );
}

/** Undefined if it is no UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return normalize(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

/** How messages call a file: a path may be a secret. */
export function nameOf(path: TypedValue): string {
  return isMarked(path.value) ? "The file" : `"${textIn(path)}"`;
}

/** `~` is the home of whoever runs Holdfast. */
function expandHome(typed: TypedValue, { home }: Files): string | Refusal {
  const path = textIn(typed);
  if (path === "~" || path.startsWith("~/")) return cleanPath(`${home}/${path.slice(1)}`);
  if (!path.startsWith("~")) return path;
  return refuse(ERROR, 'Only a "~" by itself stands for a home, that of whoever runs Holdfast.');
}

function textIn(typed: TypedValue): string {
  return String(unmark(typed.value));
}

const ERROR = "Error in function call";
