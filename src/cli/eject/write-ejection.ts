// Writes an ejection whole or not at all: everything into a folder beside, which then gets its name. Whatever fails or is
// killed before that leaves nothing under the name.

import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describeFault } from "../../files/file-fault.js";
import { faultCode } from "../../files/file-system.js";
import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { CommandFailed } from "../describe-failure.js";
import { layOutMirror } from "../terraform-mirror.js";
import { templateText } from "./ejected-settings.js";
import type { EjectedFile } from "./ejection.js";

/** Why nothing can be written to `out`; undefined where it can. It may be there as an empty folder. */
export function refuseOut(out: string): Diagnostic | undefined {
  try {
    if (readdirSync(out).length === 0) return undefined;
    const detail = `${out} is not empty, and nothing in it is overwritten. Name a new folder with --out, or empty this one.`;
    return errorDiagnostic("Folder is not empty", detail);
  } catch (error) {
    const code = faultCode(error);
    if (code === "ENOENT") return undefined;
    if (code !== "ENOTDIR") throw error;
    const detail = `${out} is a file. Name a new folder with --out.`;
    return errorDiagnostic("Not a folder", detail);
  }
}

export interface Destination {
  /** Absolute. */
  readonly out: string;
  /** Of the plugin. */
  readonly version: string;
}

/** @throws CommandFailed; then `out` is as it was. */
export function writeEjection(files: readonly EjectedFile[], to: Destination): void {
  try {
    writeBeside(files, to);
  } catch (error) {
    const summary = "The ejection could not be written";
    throw new CommandFailed([describeFault(error, { summary, doing: "written", path: to.out })]);
  }
}

function writeBeside(files: readonly EjectedFile[], { out, version }: Destination): void {
  mkdirSync(dirname(out), { recursive: true });
  const beside = mkdtempSync(join(dirname(out), ".holdfast-eject-"));
  try {
    // One made by itself has the permissions that the user's folders have.
    const staged = join(beside, "staged");
    mkdirSync(staged);
    for (const file of files) writeOne(join(staged, file.to), file);
    nameInSettings(layOutMirror(staged, { version, layout: "unpacked" }).settings, staged, out);
    renameSync(staged, out);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function writeOne(path: string, file: EjectedFile): void {
  mkdirSync(dirname(path), { recursive: true });
  if ("from" in file) copyFileSync(file.from, path);
  else writeFileSync(path, file.text, { encoding: "utf8", mode: file.permissions ?? 0o666 });
}

/** The settings name the mirror where it will be. */
function nameInSettings(settings: string, staged: string, out: string): void {
  const [from, to] = [staged, out].map((path) => templateText(JSON.stringify(path).slice(1, -1)));
  writeFileSync(
    settings,
    readFileSync(settings, "utf8").replaceAll(from ?? "", () => to ?? ""),
  );
}
