// Changes and plans for the tests of reports.

import { parseInstance } from "../../../src/model/address.js";
import type { Change, Plan } from "../../../src/model/plan.js";
import type { PlanReportOptions } from "../../../src/report/plan-report.js";
import { type Line, renderLines } from "../../../src/report/text.js";
import { resourceSchemaOf } from "../../../src/schema/resource-schemas.js";

export function changeOf(
  address: string,
  parts: Pick<Change, "action"> & Partial<Omit<Change, "address" | "instance">>,
): Change {
  const instance = parseInstance(address);
  if (instance === undefined) throw new Error(`${address} is no address`);
  const none = { before: null, after: null, replacePaths: [], dependsOn: [], dependencies: [] };
  return { ...none, ...parts, address, instance };
}

export function planOf(parts: Partial<Plan>): Plan {
  return {
    stack: "edge",
    mode: "normal",
    prior: { lineage: "6d1ad4b0", serial: 1 },
    changes: [],
    drift: [],
    outputs: [],
    complete: true,
    applyable: (parts.changes ?? []).length > 0,
    ...parts,
  };
}

export const OPTIONS: PlanReportOptions = {
  width: 80,
  expand: false,
  attributesOf: (type) => resourceSchemaOf(type)?.block.attributes,
  meaningOfNull: (type, path) =>
    type === "holdfast_host" && path.join(".") === "key_persistence.enabled" ? "off" : undefined,
};

export function textOf(lines: readonly Line[]): string {
  return renderLines(lines, { colour: false });
}
