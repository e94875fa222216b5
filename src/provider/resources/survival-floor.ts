// holdfast_survival_floor: what must survive which scenario.

import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { isList, unmark } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import { joinPath } from "../inventory-path.js";
import { objectsOperations } from "../objects-operations.js";
import type { ResourceType } from "../resource-type.js";

export const survivalFloor: ResourceType = {
  type: "holdfast_survival_floor",
  idForms: ["floor/NAME"],
  idOf: (attributes) => joinPath("floor", attributes.value("name")),
  validate: validateWorkloads,
  computed: {},
  operations: objectsOperations({
    objects: (backend) => backend.survivalFloors,
    toSpec: (planned) => ({
      name: planned.text("name"),
      scenario: planned.text("scenario"),
      workloads: planned.texts("workloads"),
      maxLost: planned.number("max_lost"),
      reason: planned.text("reason"),
    }),
    toAttributes: (info) => ({
      name: info.name,
      scenario: info.scenario,
      workloads: info.workloads,
      max_lost: info.maxLost,
      reason: info.reason,
    }),
  }),
};

function validateWorkloads(config: Attributes): readonly Diagnostic[] {
  const workloads = config.value("workloads");
  if (!isList(workloads)) return [];
  return workloads.flatMap((marked, i) => {
    const workload = unmark(marked);
    if (typeof workload !== "string" || /^(vm:|vtpm:|vsan:|\*)/.test(workload)) return [];
    const detail = `"${workload}" names no workload. Write vm:VCENTER/vm/NAME, vtpm:VCENTER/vm/NAME or vsan:VCENTER/CLUSTER, with * for any text.`;
    const attribute = ["workloads", i];
    return [errorDiagnostic("Not a workload id", detail, { attribute })];
  });
}
