// holdfast_network_path: what the firewalls allow between two sites.

import { joinPath } from "../inventory-path.js";
import { objectsOperations } from "../objects-operations.js";
import type { ResourceType } from "../resource-type.js";

const ROLES = ["vcenter", "host"] as const;

export const networkPath: ResourceType = {
  type: "holdfast_network_path",
  idForms: ["network/FROM_SITE/FROM_ROLE/TO_SITE/PORT"],
  idOf: (path) =>
    joinPath(
      "network",
      ...["from_site", "from_role", "to_site", "port"].map((name) => path.value(name)),
    ),
  validate: () => [],
  computed: {},
  operations: objectsOperations({
    objects: (backend) => backend.networkPaths,
    toSpec: (planned) => ({
      fromSite: planned.text("from_site"),
      fromRole: planned.choice(ROLES, "from_role"),
      toSite: planned.text("to_site"),
      port: planned.number("port"),
      allowed: planned.flag("allowed"),
    }),
    toAttributes: (info) => ({
      from_site: info.fromSite,
      from_role: info.fromRole,
      to_site: info.toSite,
      port: info.port,
      allowed: info.allowed,
    }),
  }),
};
