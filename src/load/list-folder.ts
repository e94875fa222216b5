// Which files of a folder are its configuration, as Terraform chooses them.

import { compareText } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { UNSUPPORTED_SUMMARY } from "./unsupported-feature.js";

export interface ListedFolder {
  readonly files: readonly string[];
  /** Those that override others, the later over the earlier. */
  readonly overrides: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The `*.tf.json` files among `names`, sorted. HCL files are refused. */
export function listFolder(names: readonly string[]): ListedFolder {
  const diagnostics: Diagnostic[] = [];
  const files: string[] = [];
  const overrides: string[] = [];
  for (const name of [...names].filter(isVisible).sort(compareText)) {
    const refused = refuseFile(name);
    if (refused !== undefined) {
      diagnostics.push(errorDiagnostic(UNSUPPORTED_SUMMARY, refused, { source: { file: name } }));
    } else if (name.endsWith(".tf.json")) (isOverride(name) ? overrides : files).push(name);
  }
  return { files, overrides, diagnostics };
}

/** An error for a folder that holds nothing to read. */
export function describeEmpty(folder: string): Diagnostic {
  const detail =
    `${folder} holds no *.tf.json file and no manifest.json. Give the output folder of a CDKTF program, ` +
    "a folder of Terraform JSON files, or one such file.";
  return errorDiagnostic("No configuration", detail);
}

/** Why a file that is given alone is not read; undefined for those that are. */
export function refuseLoneFile(name: string): string | undefined {
  if (!isOverride(name)) return refuseFile(name);
  return `${name} is an override file, which says nothing without the files that it overrides. Give their folder.`;
}

function isOverride(name: string): boolean {
  return name === "override.tf.json" || name.endsWith("_override.tf.json");
}

/** Why a file that is there is not read; undefined for those that are. */
function refuseFile(name: string): string | undefined {
  if (!name.endsWith(".tf")) return undefined;
  return `${name} is written in HCL, which is not supported: Holdfast reads Terraform JSON (*.tf.json).`;
}

/** Editors' leftovers are no configuration. */
function isVisible(name: string): boolean {
  return !name.startsWith(".") && !name.endsWith("~") && !/^#.*#$/.test(name);
}
