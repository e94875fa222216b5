// holdfast_vcenter: a vCenter Server.

import { joinPath } from "../inventory-path.js";
import { objectsOperations } from "../objects-operations.js";
import { type ResourceType, setOnCreation } from "../resource-type.js";

export const vcenter: ResourceType = {
  type: "holdfast_vcenter",
  idForms: ["NAME"],
  idOf: (attributes) => joinPath(attributes.value("name")),
  validate: () => [],
  computed: { instance_uuid: setOnCreation },
  operations: objectsOperations({
    objects: (backend) => backend.vcenters,
    toSpec: (planned) => ({
      name: planned.text("name"),
      version: planned.text("version"),
      site: planned.text("site"),
      runsOn: planned.textOrNull("runs_on"),
    }),
    toAttributes: (info) => ({
      name: info.name,
      version: info.version,
      site: info.site,
      runs_on: info.runsOn,
      instance_uuid: info.instanceUuid,
    }),
  }),
};
