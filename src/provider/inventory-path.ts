// Ids are inventory paths, `vc01/edge/esx01` or `vc01/vm/app`: made from their parts wherever these are
// known, so that plans show them and references hold them before anything exists.

import { UNKNOWN, type Unknown, type Value } from "../model/value.js";

/** The parts joined with `/`; unknown as soon as one of them is. */
export function joinPath(...parts: readonly Value[]): string | Unknown {
  if (parts.every((part) => typeof part === "string" || typeof part === "number")) {
    return parts.join("/");
  }
  return UNKNOWN;
}

/** The vCenter of a path: its first step. */
export function vcenterOf(path: Value): Value {
  return typeof path === "string" ? (path.split("/")[0] ?? "") : path;
}

/**
 * Whether a path has a form such as `VCENTER/vm/NAME`: steps in capitals stand for any text without blanks,
 * the others for themselves.
 */
export function hasForm(path: string, form: string): boolean {
  const steps = path.split("/");
  const wanted = form.split("/");
  return (
    steps.length === wanted.length &&
    wanted.every((want, i) => {
      const step = steps[i] ?? "";
      return want === want.toUpperCase() ? /^\S+$/.test(step) : step === want;
    })
  );
}
