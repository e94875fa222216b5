// Which files of a folder are its configuration, as Terraform chooses them.

import { UNSUPPORTED_SUMMARY } from "../language/unsupported-feature.js";
import { compareText } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";

/** The `*.tf.json` files among `names`, sorted. Overrides, HCL files and an empty folder are refused. */
export function listFolder(
  names: readonly string[],
  folder: string,
): { readonly files: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const files: string[] = [];
  for (const name of [...names].filter(isVisible).sort(compareText)) {
    const refused = refuseFile(name);
    if (refused !== undefined) {
      diagnostics.push(errorDiagnostic(UNSUPPORTED_SUMMARY, refused, { source: { file: name } }));
    } else if (name.endsWith(".tf.json")) files.push(name);
  }
  if (files.length === 0 && diagnostics.length === 0) {
    const detail =
      `${folder} holds no *.tf.json file and no manifest.json. Give the output folder of a CDKTF program, ` +
      "a folder of Terraform JSON files, or one such file.";
    diagnostics.push(errorDiagnostic("No configuration", detail));
  }
  return { files, diagnostics };
}

/** Why a file that is there is not read; undefined for those that are. */
export function refuseFile(name: string): string | undefined {
  if (name === "override.tf.json" || name.endsWith("_override.tf.json")) {
    return `${name} is an override file, which is not supported in this release. Change the file that it overrides.`;
  }
  if (!name.endsWith(".tf")) return undefined;
  return `${name} is written in HCL, which is not supported: Holdfast reads Terraform JSON (*.tf.json).`;
}

/** Editors' leftovers are no configuration. */
function isVisible(name: string): boolean {
  return !name.startsWith(".") && !name.endsWith("~") && !/^#.*#$/.test(name);
}
