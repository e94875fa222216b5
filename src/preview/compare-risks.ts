// The order of risks: worst first, whatever vSphere they are on.

import { compareText } from "../model/address.js";
import type { Risk } from "../model/preview.js";

const SEVERITIES: readonly Risk["severity"][] = ["critical", "high", "medium"];

const KINDS: readonly Risk["kind"][] = ["floor", "survival", "finding"];

export function compareRisks(a: Risk, b: Risk): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    b.workloads.length - a.workloads.length ||
    compareText(a.title, b.title)
  );
}
